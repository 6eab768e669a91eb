"""Views: filters of the wire that people keep under a name, with what is new in each, and side by side as columns."""
