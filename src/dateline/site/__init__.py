"""The readers' pages, feeds and sitemaps."""
