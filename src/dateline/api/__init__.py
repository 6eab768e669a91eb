"""Items in and out, for programs."""
