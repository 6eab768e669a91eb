"""Violence at length: a day of deliveries shuffled, repeated and cut off by SIGKILL, beside the same day in peace.

`make chaos`; see docs/chaos.md. day, stories, words, copy, real: what is sent. newsroom, processes: what it is sent to.
sending, killing, watching: what happens to it. picture, pages, reference, comparing: what came of it, and what should
have.
"""
