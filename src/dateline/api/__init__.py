"""Items out for programs: the content API at /api/v1/."""
