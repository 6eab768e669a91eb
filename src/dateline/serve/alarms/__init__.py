"""Alarms: what is looked at, and how somebody is told who is not at the desk."""
