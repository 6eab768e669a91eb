"""The house's language: Dutch unless it says English, and then every word of the site's own is English."""

import pytest

from tests.serve.forked import command
from tests.serve.running import Running, until
from tests.whole.conftest import Start
from tests.whole.helpers import anp, receive, shown

pytestmark = pytest.mark.once

COPY = {
    "plain.xml": anp(600, "Zwaan (1)", "Xanten (ANP) - Zwaan zwemt.", "Xxx.", version=1),
    "corrected.xml": anp(601, "Eend", "RECTIFICATIE: Qqq.", "XANTEN (ANP) - Eend vliegt.", version=2),
    "flash.xml": anp(602, "SPOED: Gans", "XANTEN (ANP) - Gans landt.", minutes=1),
    "killed.xml": anp(603, "Meeuw", "XANTEN (ANP) - Meeuw."),
}
OWN = {"Dateline", "Q", "Q – Dateline", "RSS", "Algemeen Nederlands Persbureau"}
"""What is a name, and the same in both."""


@pytest.fixture(scope="module")
def pages(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[set[str]]]:
    """The words of each page by its name, in Dutch and in English."""
    place = tmp_path_factory.mktemp("languages")
    for name, copy in COPY.items():
        (place / name).write_bytes(copy)
    received = receive(place / "data", *(place / name for name in COPY), "--section", "Q")
    assert (received.status, len(received.paths)) == (0, 4)
    killed = received.paths[-1]
    assert command(place / "data", "kill", killed, "--reason", "x").returncode == 0
    site = start(data=place / "data")
    paths = {"front": "/", "section": "/q/", "missing": "/x/", "gone": killed}
    paths |= dict(zip(("plain", "corrected", "flash"), received.paths, strict=False))
    found = {name: [words(site, path, "nl")] for name, path in paths.items()}
    (place / "english.toml").write_text('[site]\nlanguage = "en"\n')
    assert command(place / "data", "setup", str(place / "english.toml")).stdout == "set up\n"
    until(lambda: shown(site, "/").get("lang") == "en", 1.0, "English")
    for name, path in paths.items():
        found[name].append(words(site, path, "en"))
    return found


def words(site: Running, path: str, language: str) -> set[str]:
    """The texts of a page that are not the copy's, and what it says to machines and screen readers."""
    page = shown(site, path)
    assert page.get("lang") == language, path
    texts = {text.strip() for text in page.xpath("//body//text()[not(ancestor::script)]")}
    texts |= set(page.xpath("//@aria-label | //@title | //@data-flag | //@alt"))
    return {text for text in texts if any(letter.isalpha() for letter in text)} - OWN


def test_dutch_unless_it_says_otherwise(pages: dict[str, list[set[str]]]) -> None:
    assert "Naar het nieuws" in pages["front"][0]
    assert "Laatste nieuws" in pages["front"][0]
    assert "Meer uit Q" in pages["plain"][0]


@pytest.mark.parametrize("name", ["front", "section", "missing", "gone", "plain", "corrected", "flash"])
def test_no_word_is_the_same_in_english(pages: dict[str, list[set[str]]], name: str) -> None:
    dutch, english = pages[name]
    copy = b" ".join(COPY.values()).decode()
    same = {text for text in dutch & english if text not in copy and text.split(" (")[0].capitalize() not in copy}
    assert not same, "words of the site's own in one language only"
    assert len(english) == len(dutch)
