"""Values that the formats share."""

import pytest

from dateline.wire.formats.values import language_of


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("nl-nl", "nl-NL"),
        ("FR", "fr"),
        ("ENG", "en"),
        ("cze", "cs"),
        ("hun", "hu"),
        ("English", "en"),
        ("Nederlands", "nl"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("x-default", None),
        ("Klingon", None),
    ],
)
def test_a_language_is_written_as_bcp_47_has_it(written: str, language: str | None) -> None:
    assert language_of(written) == language
