"""When an article was published, as tokens of PostgreSQL's index of words. Pure.

GIN goes through all that have the rarest of the tokens that it is asked for. Asked for a word of a span of time, it
goes through what that span has, and not through what a million articles have. Every article is in one span of each
length.
"""

SHIFTS = (42, 45, 48, 51, 54, 57)
"""How long spans are, as powers of two: from 70 minutes on, each eight times as long as the one before, up to four
years (a place in the index is a number of milliseconds and twenty bits more: `document.docid_of`).
"""


def spans_of(docid: int) -> list[str]:
    """The spans that a place is in, as tokens."""
    return [_token(shift, docid >> shift) for shift in SHIFTS]


def spans_between(low: int, high: int) -> list[str]:
    """Spans that have all places from `low` and below `high` in them, and not many more: a few of one length."""
    shift = _shift(low, high)
    return [_token(shift, number) for number in range(low >> shift, (high - 1 >> shift) + 1)]


def floor(low: int, high: int) -> int:
    """Where the first of the spans between them begins: what lies below `low` would be gone through for nothing."""
    shift = _shift(low, high)
    return low >> shift << shift


def _shift(low: int, high: int) -> int:
    return max((one for one in SHIFTS if 1 << one <= high - low), default=SHIFTS[0])


def _token(shift: int, number: int) -> str:
    return f"=t{shift}:{number:x}"
