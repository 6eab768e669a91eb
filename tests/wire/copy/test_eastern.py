"""Datelines of East Asian agencies. Invented copy in their forms."""

import pytest

from dateline.wire.copy.datelines import parse_dateline


@pytest.mark.parametrize(
    ("text", "dateline", "places", "agencies", "date"),
    [
        ("新华社北京11月17日电（记者甲）大桥开放。", "新华社北京11月17日电", ("北京",), ("XINHUA",), "11月17日"),
        ("（新华社北京11月17日电）大桥开放。", "（新华社北京11月17日电）", ("北京",), ("XINHUA",), "11月17日"),
        ("【ワシントン共同】橋が開いた。", "【ワシントン共同】", ("ワシントン",), ("KYODO",), None),
        ("路透北京1月5日 - 大桥开放。", "路透北京1月5日 -", ("北京",), ("RTR",), "1月5日"),
        ("法新社巴黎1月5日电 大桥开放。", "法新社巴黎1月5日电", ("巴黎",), ("AFP",), "1月5日"),
        ("【ワシントン＝共同】橋が開いた。", "【ワシントン＝共同】", ("ワシントン",), ("KYODO",), None),
        ("東京（共同）橋が開いた。", "東京（共同）", ("東京",), ("KYODO",), None),
        ("北京（新华社）—大桥开放。", "北京（新华社）—", ("北京",), ("XINHUA",), None),
        ("（中央社記者王小明台北5日電）大橋開放。", "（中央社記者王小明台北5日電）", ("台北",), ("CNA",), "5日"),
        ("【6月18日 AFP】橋が開いた。", "【6月18日 AFP】", (), ("AFP",), "6月18日"),
        ("【パリAFP=時事】橋が開いた。", "【パリAFP=時事】", ("パリ",), ("AFP", "JIJI"), None),
        ("　［東京 17日 ロイター］ - 橋が開いた。", "［東京 17日 ロイター］ -", ("東京",), ("RTR",), "17日"),
        ("(서울=연합뉴스) 다리가 열렸다.", "(서울=연합뉴스)", ("서울",), ("YONHAP",), None),
        ("(서울·부산=뉴시스) 다리가 열렸다.", "(서울·부산=뉴시스)", ("서울", "부산"), ("뉴시스",), None),
    ],
)
def test_place_agency_and_day(text, dateline, places, agencies, date) -> None:
    found = parse_dateline(text)
    assert found is not None
    assert (found.dateline.text, found.dateline.places) == (dateline, places)
    assert (found.dateline.agencies, found.dateline.date) == (agencies, date)
    assert text[found.end - 1] != text[found.end]
    assert text[: found.end].strip() == dateline


@pytest.mark.parametrize(
    "text",
    [
        "新华社记者甲报道。",
        "【重要】橋が開いた。",
        "(서울=연합) 다리",
        "（甲）大桥",
        "東京駅（共同）",
        "首相（右）は橋",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None
