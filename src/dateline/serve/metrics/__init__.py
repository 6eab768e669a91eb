"""What /metrics tells: counted here in each web process, shared within a data directory, and asked of the database."""
