"""Finding what was published, and for the desk what came in: the application splits and stems, the database stores."""
