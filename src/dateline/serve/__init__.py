"""The page cache, the WSGI application, the processes."""
