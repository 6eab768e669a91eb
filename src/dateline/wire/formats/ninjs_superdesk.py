"""What Superdesk adds to ninjs, and its own items beside: embargo, dateline, fields of the customer's, explanations."""

from dateline.wire.draft import Draft
from dateline.wire.formats.body import add_text
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import read_embargo
from dateline.wire.formats.values import joined
from dateline.wire.problems import problem

UNPUBLISHED = ("spiked", "draft", "in_progress", "submitted", "on_hold")
"""States of an item that its newsroom has not published."""


def fill_superdesk(fields: Fields, draft: Draft) -> None:
    """Takes in what only Superdesk has."""
    _own(fields, draft)
    _extras(fields, draft)
    _annotations(fields, draft)


def _own(fields: Fields, draft: Draft) -> None:
    """What Superdesk keeps of its own items: how far they are, until when they wait, and where they are from."""
    state = (fields.text("state") or "").lower()
    if state in UNPUBLISHED and draft.status == "usable":
        draft.status = "withheld"
        draft.problems.append(problem("not-published", "state", state))
    settings = fields.object("schedule_settings")
    # `embargo` is the same hour without its zone.
    told = (settings.text("utc_embargo") if settings is not None else None) or fields.text("embargo")
    read_embargo(draft, told, "embargo")
    if state == "scheduled":
        later = (settings.text("utc_publish_schedule") if settings is not None else None) or fields.text(
            "publish_schedule"
        )
        read_embargo(draft, later, "publish_schedule")
    dateline = fields.object("dateline") if isinstance(fields.values.get("dateline"), dict) else None
    if dateline is not None:
        draft.dateline_field = draft.dateline_field or dateline.text("text")
        located = dateline.object("located") if isinstance(dateline.values.get("located"), dict) else None
        city = located.text("city", "dateline") if located is not None else None
        draft.places.extend(filter(None, (city,)))


def _extras(fields: Fields, draft: Draft) -> None:
    """Fields of the customer's own."""
    extra = fields.object("extra") if isinstance(fields.values.get("extra"), dict) else None
    if extra is not None:
        draft.subheadline = draft.subheadline or extra.text("subtitle", "subheadline", "sub_headline", "subhead")
        draft.kicker = draft.kicker or extra.text("kicker", "vignette", "overline")
        draft.ed_note = joined(draft.ed_note, extra.text("update"))
        draft.guid = draft.guid or extra.text("itemid")


def _annotations(fields: Fields, draft: Draft) -> None:
    """Explanations of words of the text."""
    for one in fields.objects("annotations"):
        for key in ("msg", "body"):
            text = one.text(key)
            if text and not text.startswith("{"):
                note = Draft(format="")
                add_text(note, text)
                draft.note = joined(draft.note, "\n".join(block.text for block in note.blocks))
                break
