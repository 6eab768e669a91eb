"""Datelines of East Asian agencies, with neither capitals nor a dash: `新华社北京11月17日电`, `【東京共同】`."""

import re
from typing import NamedTuple

_FORMS = (
    # Xinhua: the agency, the place, the day, and that it was wired; perhaps with the reporters in brackets.
    re.compile(
        r"[（(]?(?P<agency>新华社|新華社|中新社|中新网|路透社?|法新社|美联社)(?P<place>[\u4e00-\u9fff·]{2,10}?)"
        r"(?P<date>\d{1,2}月\d{1,2}日)(?:[电電讯訊][）)]?|\s?[-－–—]{1,2})"
    ),
    # Kyodo, Jiji, AFPBB: in lenticular brackets.
    re.compile(
        r"【(?P<place>[^\d【】\s=＝]{0,12}?)(?:[ 　]?(?P<date>\d{1,2}月\d{1,2}日))?[ 　]?"
        r"(?P<agency>AFP|共同通信|共同|時事|聯合ニュース|ロイター)(?:[=＝](?P<further>時事|共同))?】"
    ),
    # Abroad, with the agency set off: `【ワシントン＝共同】`.
    re.compile(r"【(?P<place>[^\d【】\s=＝]{2,12})[=＝](?P<agency>共同|時事|AP|AFP)】"),
    # Without any bracket around it: `東京（共同）総務省は…`, `北京（新华社）—…`.
    re.compile(
        r"(?P<place>[\u3040-\u30ff\u4e00-\u9fff]{2,8})[（(](?P<agency>共同|時事|ロイター|新华社|新華社|中新社|中央社)[）)]"
        r"(?:[ 　]?[-－–—―]{1,2}|(?=[ 　]?[^\s　]))"
    ),
    # Reuters in Japanese: `［東京 17日 ロイター］ - …`.
    re.compile(
        r"[［\[](?P<place>[^\s\d\]］]{2,12})[ 　](?P<date>(?:\d{1,2}月)?\d{1,2}日)[ 　]"
        r"(?P<agency>ロイター)[］\]](?:\s*[-－–—])?"
    ),
    # Yonhap and others in Korean: `(서울=연합뉴스)`.
    re.compile(r"[(（\[](?P<place>[가-힣·]{2,20})=(?P<agency>연합뉴스|뉴시스|뉴스1)[)）\]]"),
    # Taiwan's CNA, with the reporter ahead of the place: `（中央社記者王小明台北5日電）`.
    re.compile(
        r"[（(](?P<agency>中央社)(?:記者[\u4e00-\u9fff]{3})?(?P<place>[\u4e00-\u9fff]{2,8}?)(?P<date>\d{1,2}日)(?:綜合外電報導|專電|[電电])[）)]"
    ),
)
_FIRST = frozenset("（(新中路法美【［[")
_SPACE = " \t\u3000\u00a0"


class Eastern(NamedTuple):
    """What such a dateline says, and how many characters it takes."""

    text: str
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    date: str | None
    end: int


def eastern_dateline(text: str) -> Eastern | None:
    """The dateline of an East Asian agency at the head of a paragraph; its agencies as they stand there."""
    text = text[:100]
    head = text.lstrip(_SPACE)
    if head[:1] not in _FIRST and "（" not in head[2:10] and "(" not in head[2:10]:
        return None
    for form in _FORMS:
        found = form.match(head)
        if found is not None:
            parts = found.groupdict()
            names = (parts["agency"], parts.get("further"))
            places = tuple(filter(None, (parts["place"] or "").split("·")))
            end = len(text) - len(head[found.end() :].lstrip(_SPACE))
            return Eastern(found[0].strip(), places, tuple(filter(None, names)), parts.get("date"), end)
    return None
