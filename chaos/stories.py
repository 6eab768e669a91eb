"""What happens in a day of invented news: each kind of story as the deliveries that tell it, in their order."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chaos import copy
from chaos.copy import NEWSML_AGENCY, NITF_AGENCY, OTHER_AGENCY, UNKNOWN_AGENCY, Copy
from chaos.words import Words

FOLDER, STAYING, SECOND, STRANGER, REAL, PUSHED = "nnb", "vpd", "second", "stranger", "real", "pushed"
"""The ways in: a folder whose files are moved away, one whose files stay, one of another agency that repeats the first,
one that publishes nobody, one for real copy, and an address that copy is pushed to.
"""

CATEGORIES = ("BIN", "BUI", "ECO", "SPO")
HOUR = timedelta(hours=1)
FAR = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery: by which source, under what name, and its bytes."""

    source: str
    name: str
    data: bytes


@dataclass(slots=True)
class Teller:
    """Tells stories. `hidden` are tokens that nothing may show before a moment, `private` those that nothing ever may.

    `base` is when the day began and `soon` a moment while it is being played, at which some embargoes end.
    """

    rng: random.Random
    base: datetime
    soon: datetime
    hidden: dict[str, datetime] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    told: list[tuple[datetime, Sent]] = field(default_factory=list)
    numbers: int = 0

    @property
    def words(self) -> Words:
        """Where words come from."""
        return Words(self.rng)

    def tell(self, kind: str) -> None:
        """Tells one story of a kind of STORIES."""
        STORIES[kind](self)

    # Pieces

    def new(self, agency: str = NEWSML_AGENCY, **about: object) -> Copy:
        """A new item, at some time of the day."""
        self.numbers += 1
        made = self.base + timedelta(seconds=self.rng.randrange(20 * 3600))
        token = self.words.token()
        plain = Copy(
            number=self.numbers,
            agency=agency,
            headline=self.words.headline(token),
            paragraphs=self.words.paragraphs(agency, token),
            made=made,
            first=made,
            category=self.rng.choice(CATEGORIES),
        )
        return replace(plain, **about)  # type: ignore[arg-type]

    def next(self, item: Copy, **about: object) -> Copy:
        """The next version of an item, with words of its own, up to an hour later."""
        token = self.words.token()
        later = replace(
            item,
            version=item.version + 1,
            made=item.made + timedelta(seconds=self.rng.randint(60, 3600)),
            headline=self.words.headline(token),
            paragraphs=self.words.paragraphs(item.agency, token),
        )
        return replace(later, **about)  # type: ignore[arg-type]

    def any(self) -> Copy:
        """A new item of any agency, in whose format it will be sent."""
        return self.new(self.rng.choice((NEWSML_AGENCY, NITF_AGENCY, "ANP")))

    def send(self, item: Copy, source: str = "") -> None:
        """Sends an item in the format of its agency."""
        data = FORMATS.get(item.agency, copy.newsml)(item)
        self.send_bytes(data, item.made, source or self.way(item.agency))

    def send_bytes(self, data: bytes, at: datetime, source: str, ending: str = "xml") -> None:
        """Sends bytes as they are."""
        self.told.append((at, Sent(source, f"{len(self.told):05d}.{ending}", data)))

    def way(self, agency: str) -> str:
        """A way in by which an agency sends."""
        own = {NITF_AGENCY: STAYING, OTHER_AGENCY: SECOND}.get(agency, FOLDER)
        return own if agency == OTHER_AGENCY else self.rng.choice((own, own, PUSHED))

    def hide(self, item: Copy) -> None:
        """Nothing may show this version before its embargo ends."""
        assert item.embargoed is not None
        self.hidden[item.headline.split()[-1]] = item.embargoed


FORMATS: dict[str, Callable[[Copy], bytes]] = {NITF_AGENCY: copy.nitf, "ANP": copy.api}


def _plain(teller: Teller) -> None:
    teller.send(teller.any())


def _updates(teller: Teller) -> None:
    item = teller.any()
    teller.send(item)
    for _ in range(teller.rng.randint(1, 4)):
        item = teller.next(item, category=teller.rng.choice((item.category, *CATEGORIES)))
        teller.send(item)


def _correction(teller: Teller) -> None:
    item = teller.any()
    later = teller.next(item)
    teller.send(item)
    teller.send(replace(later, paragraphs=("Correctie: eerder stond hier een verkeerd jaar in.", *later.paragraphs)))


def _replacing(teller: Teller, item: Copy, **about: object) -> Copy:
    """A new item that names the headline of another, up to four hours later."""
    made = item.made + timedelta(seconds=teller.rng.randint(300, 4 * 3600))
    new = teller.new(item.agency, made=made, first=made, category=item.category, **about)
    line = teller.rng.choice(("N i e u w bericht, vervangt: ", "Nieuw bericht, vervangt: "))
    return replace(new, paragraphs=(line + item.headline, *new.paragraphs))


def _replaced(teller: Teller) -> None:
    item = teller.new()
    teller.send(item)
    teller.send(_replacing(teller, item))


def _chain(teller: Teller) -> None:
    first = teller.new()
    second = _replacing(teller, first)
    third = _replacing(teller, second)
    for item in (first, second, third):
        teller.send(item)
    if teller.rng.random() < 0.5:
        teller.send(teller.next(third, status="Canceled"))


def _ambiguous(teller: Teller) -> None:
    item = teller.new()
    teller.send(item)
    teller.send(teller.new(headline=item.headline, made=item.made + HOUR / 2, first=item.made + HOUR / 2))
    teller.send(_replacing(teller, replace(item, made=item.made + HOUR)))


def _killed(teller: Teller) -> None:
    item = teller.any()
    teller.send(item)
    if teller.rng.random() < 0.5:
        item = teller.next(item)
        teller.send(item)
    item = teller.next(item, status="Canceled") if item.agency != "ANP" else _api_kill(teller, item)
    teller.send(item)
    teller.send(teller.next(item, status="Usable"))


def _api_kill(teller: Teller, item: Copy) -> Copy:
    """The API has no status: its copy is killed by a line."""
    later = teller.next(item, headline=item.headline)
    return replace(later, paragraphs=("V e r v a l l e n: " + item.headline, *later.paragraphs))


def _killed_first(teller: Teller) -> None:
    item = teller.new(teller.rng.choice((NEWSML_AGENCY, NITF_AGENCY)))
    teller.send(teller.next(item, status="Canceled", made=item.made - HOUR))
    teller.send(item)


def _killed_by_headline(teller: Teller) -> None:
    item = teller.new()
    made = item.made + HOUR
    killing = teller.new(made=made, first=made)
    killing = replace(killing, paragraphs=("Vervallen: " + item.headline, *killing.paragraphs))
    order = [item, killing] if teller.rng.random() < 0.5 else [replace(killing, made=item.made - HOUR / 2), item]
    for each in order:
        teller.send(each)
    teller.send(teller.next(item))


def _copied(teller: Teller) -> None:
    """Another agency sends the same words; where the first is killed, they are held."""
    item = teller.new()
    made = item.made + HOUR / 4
    teller.send(item)
    teller.send(
        teller.new(OTHER_AGENCY, headline=item.headline, paragraphs=item.paragraphs, made=made, first=made),
        SECOND,
    )
    if teller.rng.random() < 0.7:
        teller.send(teller.next(item, status="Canceled"))


def _embargoed(teller: Teller) -> None:
    item = teller.new(teller.rng.choice((NEWSML_AGENCY, NITF_AGENCY)))
    item = replace(item, embargoed=teller.base + FAR)
    teller.hide(item)
    teller.send(item)
    if teller.rng.random() < 0.6:  # it drops or shortens the embargo: that waits for the desk
        teller.send(teller.next(item, embargoed=teller.rng.choice((None, teller.base + FAR / 2))))


def _embargoed_later(teller: Teller) -> None:
    item = teller.new()
    teller.send(item)
    later = teller.next(item, embargoed=teller.base + FAR)
    teller.hide(later)
    teller.send(later)


def _embargo_over(teller: Teller) -> None:
    item = teller.new()
    teller.send(replace(item, embargoed=item.made + HOUR))


def _embargo_soon(teller: Teller) -> None:
    item = teller.new(teller.rng.choice((NEWSML_AGENCY, NITF_AGENCY)), embargoed=teller.soon)
    teller.hide(item)
    teller.send(item)


def _several(teller: Teller) -> None:
    items = [teller.new() for _ in range(teller.rng.randint(3, 9))]
    if teller.rng.random() < 0.3:
        items.append(teller.new(UNKNOWN_AGENCY))
    if teller.rng.random() < 0.3:
        items.append(teller.next(items[0], status="Canceled"))
    teller.send_bytes(copy.newsml(*items), items[0].made, teller.way(NEWSML_AGENCY))


def _by_two_ways(teller: Teller) -> None:
    item = teller.new()
    teller.send(item, FOLDER)
    teller.send(item, PUSHED)
    teller.send(replace(item, serial=1), FOLDER)


def _held(teller: Teller) -> None:
    item = teller.new()
    teller.send(item)
    later = teller.next(item)
    terms = "Niet voor gebruik op internet"
    teller.send(replace(later, **teller.rng.choice(({"status": "Withheld"}, {"terms": terms}, {"kind": "Advisory"}))))


def _expired(teller: Teller) -> None:
    item = teller.new()
    teller.send(replace(item, expires=item.made + HOUR))


def _private(teller: Teller) -> None:
    token = teller.words.token()
    teller.private.add(token)
    teller.send(replace(teller.new(teller.rng.choice((NITF_AGENCY, "ANP"))), desk_note=f"Bel nog met {token}."))


def _stranger(teller: Teller) -> None:
    item = teller.new()
    token = item.headline.split()[-1]
    teller.private.add(token)  # its source publishes nobody: it stays at the desk
    teller.send(item, STRANGER)


def _large(teller: Teller) -> None:
    teller.send(replace(teller.new(), size=teller.rng.randint(300_000, 900_000)))


def _page(teller: Teller) -> None:
    article, *rail = [teller.new() for _ in range(teller.rng.randint(4, 7))]
    teller.send_bytes(copy.page(article, tuple(rail), "Binnenland"), article.made, FOLDER, "txt")


def _broken(teller: Teller) -> None:
    item = teller.any()
    whole = FORMATS.get(item.agency, copy.newsml)(item)
    noise = teller.rng.randbytes(200)
    data = teller.rng.choice(
        (
            whole[: len(whole) // 2],
            noise,
            b"<html><body>" + noise.hex().encode() + b"</body></html>",
            b'{"hasError": true, "errorCode": "E' + noise.hex().encode() + b'"}',
            b'<!DOCTYPE NewsML [<!ENTITY a "b">]><NewsML>&a;' + noise.hex().encode() + b"</NewsML>",
            copy.newsml(replace(item, agency=UNKNOWN_AGENCY)),
            noise.hex().encode(),
        )
    )
    teller.send_bytes(data, item.made, teller.rng.choice((FOLDER, STAYING, PUSHED)), "bin")


STORIES: dict[str, Callable[[Teller], None]] = {
    "plain": _plain,
    "updates": _updates,
    "correction": _correction,
    "replaced": _replaced,
    "chain": _chain,
    "ambiguous": _ambiguous,
    "killed": _killed,
    "killed first": _killed_first,
    "killed by headline": _killed_by_headline,
    "copied": _copied,
    "embargoed": _embargoed,
    "embargoed later": _embargoed_later,
    "embargo over": _embargo_over,
    "embargo soon": _embargo_soon,
    "several": _several,
    "by two ways": _by_two_ways,
    "held": _held,
    "expired": _expired,
    "private": _private,
    "stranger": _stranger,
    "large": _large,
    "page": _page,
    "broken": _broken,
}
"""The kinds of story by name."""


def kinds() -> Iterator[str]:
    """The kinds of story again and again, what is common more often."""
    while True:
        for place, kind in enumerate(STORIES):
            yield kind
            if place % 4 == 0:
                yield "updates"
            if place % 3 == 0:
                yield "killed"
