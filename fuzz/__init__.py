"""Fuzzing of the readers and writers: changed copy in, and nothing but items, reasons and clean HTML out.

`python -m fuzz` goes on changing copy until something breaks; `python -m fuzz --fixed N` reads the same N files each
time, which is what the tests do.
"""
