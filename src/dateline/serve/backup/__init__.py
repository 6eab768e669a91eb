"""Backups: the whole newsroom in one file, taken while it runs, and put back while it runs, on either database."""
