"""What TT adds to ninjs: chains of replacements, kinds of update, notes. TT's schema is ttninjs 1.0 to 1.8.

Each text of TT has a uri of its own: a further one does not raise the version, it names those that it replaces.
"""

from dateline.wire.draft import Draft
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.values import joined
from dateline.wire.item import Link, Signal, SignalKind

KEYS = frozenset(
    (
        "assignments bylines commissioncode commissionedby date datetime embargoedreason enddate enddatetime fixture "
        "job newsvalue originaltransmissionreference product replacedby replacing revisions sector signals slug "
        "versionstored webprio week"
    ).split()
)
"""The keys of ttninjs that ninjs does not have."""

UPDATES: dict[str, SignalKind] = {"UV": "update", "KORR": "correction", "RÄ": "correction"}
"""Kinds of update: a story that went on, a slip of the pen put right, a fact put right."""


def fill_tt(fields: Fields, draft: Draft) -> None:
    """Signals, links and notes of TT's dialect."""
    former = fields.texts("replacing")
    draft.links.extend(Link(guid=uri, rel="replaces") for uri in former)
    later = fields.text("replacedby")
    if later:
        draft.links.append(Link(guid=later, rel="replacedBy"))
    told = fields.object("signals") if isinstance(fields.values.get("signals"), dict) else None
    kind = UPDATES.get((told.text("updatetype") or "").upper()) if told is not None else None
    target = former[0] if former else None
    if kind == "correction" or (kind and not former):
        draft.signals.append(Signal(kind=kind, target=target))
    elif former:
        draft.signals.append(Signal(kind="replacement", target=target))
    if told is not None and told.flag("retransmission"):
        draft.signals.append(Signal(kind="repeat"))
    if fields.text("profile") == "INFO":
        draft.signals.append(Signal(kind="advisory"))
    for key in ("description_usage", "embargoedreason"):
        note = fields.text(key)
        if note and note != draft.ed_note:
            draft.ed_note = joined(draft.ed_note, note)
