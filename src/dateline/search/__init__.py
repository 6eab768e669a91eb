"""Search: one interface, a module for SQLite and one for PostgreSQL."""
