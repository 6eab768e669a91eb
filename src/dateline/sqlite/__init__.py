"""SQLite as Dateline uses it: how its file is opened (`opening`), and who writes next (`base`, Django's backend)."""
