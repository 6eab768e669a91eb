"""The formats of wire copy: a module a format, its reader beside its writer; `table` has all of them.

Nothing is imported here: who needs what formats have in common (`base`), as the site does, loads none of them.
"""
