"""The editor: an article as a form, what the agency sent meanwhile, and who is at it."""
