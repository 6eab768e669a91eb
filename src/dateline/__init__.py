"""Dateline turns news-agency copy into a live news site."""

__version__ = "0.1.0"
