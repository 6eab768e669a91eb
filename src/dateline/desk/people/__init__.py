"""The people of the desk: how they sign in, what their sessions are allowed, and what is written down of both."""
