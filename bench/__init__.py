"""Measures how fast Dateline reads, takes in and serves: `make bench`, or `python -m bench [--quick] [ROW …]`.

A module a row of the table. Each figure stands beside a yardstick that is run in the same minute on the same machine,
because the ratio of the two says more than either.
"""
