"""What can go wrong between Dateline and an agency's API. Each is a sentence for people.

The sentence of the same trouble is always the same, so that it is told once.
"""


class Trouble(Exception):
    """A call that did not give what was asked for."""


class BadAnswer(Trouble):
    """An answer that is none: broken off, too slow, too large, no JSON, a fault of the server."""


class NotThere(Trouble):
    """The API has no such thing, or answers that there is an error with it."""


class SourceTrouble(Trouble):
    """A trouble of the API as a whole: no other call would go better. `rest` is how long to leave it alone, in seconds;
    0 where that follows from how often it failed.
    """

    rest = 0.0


class Unreachable(SourceTrouble):
    """No connection, or none that can be trusted."""


class Misconfigured(SourceTrouble):
    """Something about the source is not set up."""

    rest = 60.0


class NotAdmitted(SourceTrouble):
    """The API does not let this user in (401), or not to this (403)."""

    rest = 600.0


class TooBusy(SourceTrouble):
    """The API asks to be left alone (429, 503)."""

    def __init__(self, told: str, rest: float) -> None:
        super().__init__(told)
        self.rest = rest


class Stopped(Exception):
    """Polling is to end, or another process has taken it over: what is under way is not stored."""
