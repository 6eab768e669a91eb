"""What the roles of a draft's blocks come to: the fields of an item, gathered of them and of the draft's own."""

import msgspec

from dateline.wire.copy.agencies import agencies_of_credit, code_of
from dateline.wire.draft import Draft, Role
from dateline.wire.item import SIGNAL_STRENGTH, Dateline, Signal
from dateline.wire.text.blocks import squash


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What the roles of a draft's blocks and its fields come to."""

    signal: Signal | None = None
    dateline: Dateline | None = None
    credit: tuple[str, ...] = ()
    apparatus: tuple[str, ...] = ()
    byline: str | None = None
    headline: str | None = None
    note: str | None = None


def gather(draft: Draft) -> Gathered:
    """The signal, dateline, credit, apparatus, byline, headline and note of a draft that `apply` went through."""
    texts: dict[Role, list[str]] = {}
    for block in draft.blocks:
        if block.role != "body":
            texts.setdefault(block.role, []).append(block.text)
    dateline = draft.dateline
    titles = texts.get("headline", [])
    return Gathered(
        signal=_signal(draft.signals, texts.get("signal", []), "\n".join(titles)),
        dateline=dateline,
        credit=_credit(draft, dateline),
        apparatus=(*draft.head_apparatus, *texts.get("apparatus", ())),
        byline=_joined(draft.byline, texts.get("byline", [])),
        headline=draft.headline or (" ".join(titles) or None),
        note=_joined(draft.note, texts.get("note", [])),
    )


def _signal(signals: list[Signal], words: list[str], titles: str) -> Signal | None:
    """The strongest signal with all words of the body that are signals; without such words, those of the headline.

    `titles` is where the body repeats the headline: a mark that stands there too is one of the body's words.
    """
    if not signals:
        return Signal(kind="advisory", text="\n".join(words)) if words else None
    strongest = min(signals, key=lambda signal: SIGNAL_STRENGTH.index(signal.kind))
    # By line: a signal that was written and is read again holds those of its headline already.
    marks = list(dict.fromkeys(line for one in signals if one.text for line in one.text.split("\n")))
    told = [*(mark for mark in marks if mark in titles), *words] if words else marks
    naming = (strongest.kind, "replacement") if strongest.kind == "correction" else (strongest.kind,)
    targets = [signal.target for kind in naming for signal in signals if signal.target and signal.kind == kind]
    return Signal(kind=strongest.kind, text="\n".join(told) or None, target=targets[0] if targets else None)


def _credit(draft: Draft, dateline: Dateline | None) -> tuple[str, ...]:
    """The agencies of the dateline, else those of the credit lines, else the provider."""
    if dateline is not None and dateline.agencies:
        return dateline.agencies
    credited = tuple(dict.fromkeys(code for line in draft.credit for code in agencies_of_credit(line)))
    if credited:
        return credited
    return (code_of(draft.provider) or draft.provider,) if draft.provider else ()


def _joined(own: str | None, found: list[str]) -> str | None:
    """A field's own value and what the text holds for it; a value that the text repeats stands once, as in the text."""
    if not found:
        return own if own and not own.isspace() else None
    pieces = [text.rstrip(" =") if text.endswith("=") else text for text in found]
    whole = "\n".join(pieces)
    if own and squash(own).casefold() not in squash(whole).casefold():
        pieces.insert(0, own)
    return "\n".join(pieces) or None
