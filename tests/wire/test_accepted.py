"""Each case of the wire corpus: invented copy, and beside it what is to come of it, worked out by hand."""

import pytest

from tests import accept


@pytest.mark.parametrize("case", accept.cases(), ids=lambda case: case.name)
def test_the_copy_is_read_as_expected(case):
    assert [difference.diff for difference in accept.differences(case)] == []


def test_there_are_cases_of_every_format_that_is_read():
    names = [case.name for case in accept.cases()]
    for start in (
        "newsml-1-",
        "newsml-g2-",
        "nitf-",
        "anp-api-",
        "page-text-",
        "page-html-",
        "rss-",
        "atom-",
        "jsonfeed",
        "wordpress",
        "dpa-digitalwires-",
        "ninjs-",
        "ap-media-api-",
        "afp-api-",
        "pa-api-",
        "ritzau-",
        "iptc7901-",
        "anpa1312-",
        "zczc-",
        "plain-",
        "europa-press-",
        "rcv1-",
        "cp-publish-",
        "solita-release-",
        "belga-archive-",
        "ansa-photo-",
    ):
        assert any(name.startswith(start) for name in names)


def test_a_difference_is_shown_key_by_key():
    shown = accept.diff_of('{"a":1,"b":2}\n', '{"a":1,"b":3}\n', "x")
    assert [line for line in shown.splitlines() if line[0] in "+-" and line[1:2] == " "] == ["-  b: 2", "+  b: 3"]
