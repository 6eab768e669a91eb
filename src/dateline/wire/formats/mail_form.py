"""Mail that a form writes (AAP's, by Google Forms): the text is a JSON object, its keys the questions, its values lists
of answers."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.body import add_text
from dateline.wire.item import Subject
from dateline.wire.text.blocks import fold
from dateline.wire.text.json import parse_json

LONGEST = 1_000_000
"""A text of more characters than this is no form."""


def answers_of(text: str) -> dict[str, str] | None:
    """The answers by their questions, in lower case; None for a text that is no form with a headline and a body."""
    if len(text) > LONGEST or not text.lstrip().startswith("{"):
        return None
    try:
        values = parse_json(_on_one_line(text).encode("utf-8", "replace")).values
    except Unreadable:
        return None
    if len(values) != 1 or not isinstance(values[0], dict):
        return None
    answers: dict[str, str] = {}
    for question, answer in values[0].items():
        first = answer[0] if isinstance(answer, list) and answer else answer
        if isinstance(first, str) and first.strip():
            answers.setdefault(question.strip().lower(), first.strip())
    return answers if {"headline", "body"} <= answers.keys() else None


def _on_one_line(text: str) -> str:
    """A text that mail programs have broken into lines, also inside its strings, which JSON does not allow."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def add_form(draft: Draft, answers: dict[str, str]) -> None:
    """Fills the draft of a mail with the answers; those about the desk and the sender are no part of the copy."""
    draft.headline = fold(answers["headline"])
    draft.head_apparatus.clear()
    add_text(draft, "\n\n".join(answers["body"].splitlines()))  # a field of a form breaks no line of its own
    draft.abstract = answers.get("abstract")
    draft.slugline = answers.get("slugline")
    draft.byline = answers.get("byline")
    draft.dateline_field = answers.get("dateline")
    value = answers.get("news value", "")
    if len(value) == 1 and value in "123456789":
        draft.urgency = int(value)
    for question in ("category", "genre"):
        if question in answers:
            draft.subjects.append(Subject(scheme=question, name=answers[question]))
