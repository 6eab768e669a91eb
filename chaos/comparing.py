"""What differs between what came of the violence and what came of the same day in peace."""

from collections.abc import Mapping
from typing import Any

MOST = 12
"""Differences that are told of each kind of thing."""


def differences(found: Mapping[str, Any], wanted: Mapping[str, Any], what: str) -> list[str]:
    """Each thing that is missing, too many or not the same, in a sentence."""
    wrong = [f"{what}: {key} is lost" for key in sorted(wanted.keys() - found.keys())]
    wrong += [f"{what}: {key} is too many" for key in sorted(found.keys() - wanted.keys())]
    for key in sorted(found.keys() & wanted.keys()):
        if found[key] != wanted[key]:
            wrong.append(f"{what}: {key} {_difference(found[key], wanted[key])}")
    more = [f"{what}: and {len(wrong) - MOST} more"] if len(wrong) > MOST else []
    return wrong[:MOST] + more


def _difference(found: Any, wanted: Any) -> str:
    if isinstance(found, dict) and isinstance(wanted, dict):
        names = [name for name in wanted if found.get(name) != wanted[name]]
        return "; ".join(f"{name}: {_cut(found.get(name))} and not {_cut(wanted[name])}" for name in names)
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [(one, other) for one, other in zip(found, wanted, strict=True) if one != other]
        return "; ".join(f"{_around(one, other)} and not {_around(other, one)}" for one, other in pairs)
    return f"{_cut(found)} and not {_cut(wanted)}"


def _around(text: Any, other: Any) -> str:
    """The place in a long text where another begins to differ."""
    if not isinstance(text, str) or not isinstance(other, str):
        return _cut(text)
    pairs = enumerate(zip(text, other, strict=False))
    place = next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))
    return repr(text[max(0, place - 60) : place + 100])


def _cut(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:160]}…"
