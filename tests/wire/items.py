"""Items for properties: whatever a reader could have made of some copy, made up by hypothesis."""

from datetime import UTC, datetime

from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.wire import NewsItem
from dateline.wire.copy.datelines import render_dateline
from dateline.wire.copy.signals import read_line, read_note
from dateline.wire.item import SIGNAL_STRENGTH, Dateline, Link, Media, Signal, Subject
from dateline.wire.text.blocks import escape

AGENCIES = ("ANP", "AFP", "BELGA")
WORD = st.text("abdehiknorstuvéßøñжщ漢字", min_size=2, max_size=8)
ODD = st.sampled_from(["a&b", "1<2", 'zo"n', "o'er", "5,5", "x>y", "½", "😀", "]]>", "&amp;", "100%"])
"""Words that markup could stumble over."""

words = (
    st.lists(st.one_of(WORD, WORD, WORD, ODD), min_size=1, max_size=7)
    .map(" ".join)
    .filter(lambda line: read_note(line) is None and read_line(line) is None)
)
"""A line of words without a meaning: nothing that the grammar of wire copy takes for a mark of its own."""

maybe_words = st.none() | words
codes = st.text("abcdefgXYZ0123456789-._", min_size=1, max_size=12).filter(lambda code: code.strip("-._ ") == code)
times = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
addresses = st.builds("https://{}.example/{}?a=1&b={}".format, codes.map(str.lower), codes, codes)
precisions = st.sampled_from(["second", "minute", "hour", "day"])
whole = st.none() | st.integers(1, 10_000)

subjects = st.builds(
    Subject,
    scheme=st.sampled_from([None, "anp-category", "http://cv.iptc.org/newscodes/mediatopic/", "a b", "urn:x:y:"]),
    code=codes,
    name=maybe_words,
)
links = st.builds(Link, href=addresses, guid=st.none(), rel=st.none() | codes, title=maybe_words) | st.builds(
    Link, href=st.none(), guid=codes, rel=st.sampled_from([None, "seeAlso", "a b"]), title=maybe_words
)
media = st.builds(
    Media,
    kind=st.sampled_from(["picture", "graphic", "video", "audio"]),
    href=addresses | st.just("foto 1.jpg"),
    guid=st.none() | codes,
    mime_type=st.sampled_from([None, "image/jpeg", "video/mp4"]),
    role=st.none() | codes,
    headline=maybe_words,
    caption=maybe_words,
    byline=maybe_words,
    credit=maybe_words,
    width=whole,
    height=whole,
    size=whole,
    duration=st.none() | st.sampled_from([1.5, 60.0]),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, str]:
    """Body and text of an item: paragraphs, one of them perhaps a list or marked up."""
    html, text = [], []
    for line in draw(st.lists(words, min_size=1, max_size=4)):
        shape = draw(st.sampled_from(["plain", "plain", "strong", "list"]))
        line = f"alinea {line}"  # no reader keeps a paragraph that says again what another key says
        marked = escape(line)
        html.append(
            {
                "plain": f"<p>{marked}</p>",
                "strong": f"<p>kop <em>{marked}</em> staart</p>",
                "list": f"<ul><li>{marked}</li><li>nog een</li></ul>",
            }[shape]
        )
        text.append({"plain": line, "strong": f"kop {line} staart", "list": f"{line}\nnog een"}[shape])
    return "\n".join(html), "\n\n".join(text)


@st.composite
def datelines(draw: st.DrawFn) -> Dateline:
    places = draw(st.lists(st.sampled_from(["Leiden", "Parijs", "New York", "Sint-Niklaas"]), max_size=2, unique=True))
    agencies = tuple(draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True)))
    text = render_dateline(tuple(place.upper() for place in places), agencies, None) or ""
    return Dateline(text=text.strip(), places=tuple(places), agencies=agencies)


@st.composite
def items(draw: st.DrawFn) -> NewsItem:
    """One item of text."""
    body, text = draw(bodies())
    dateline = draw(st.none() | datelines())
    provider = draw(st.sampled_from(AGENCIES))
    version_created = draw(st.none() | times)
    made = draw(
        st.builds(
            NewsItem,
            format=st.just("x"),
            provider=st.just(provider),
            guid=codes | codes.map("urn:newsml:example.org:{}".format),
            version=st.none() | st.integers(0, 10**12).map(str) | codes,
            status=st.sampled_from(["usable", "usable", "withheld", "canceled"]),
            signal=st.none()
            | st.builds(
                Signal,
                kind=st.sampled_from(SIGNAL_STRENGTH[1:]),
                text=maybe_words,
                target=st.none() | codes,
            ),
            urgency=st.none() | st.integers(1, 9),
            language=st.sampled_from([None, "nl", "fr", "pt-BR", "zh-Hant"]),
            first_created=st.none() | times,
            version_created=st.just(version_created),
            embargoed=st.none() | times,
            expires=st.none() | times,
            precision=st.just(None) if version_created is None else precisions,
            kicker=maybe_words,
            headline=words,
            subheadline=maybe_words,
            abstract=st.none() | words.map("lead {}".format),
            slugline=maybe_words,
            byline=maybe_words,
            note=maybe_words,
            dateline=st.just(dateline),
            credit=st.just(dateline.agencies if dateline else (provider,)),
            body=st.just(body),
            text=st.just(text),
            apparatus=st.lists(words, max_size=2, unique=True).map(tuple),
            section=maybe_words,
            subjects=st.lists(subjects, max_size=3, unique=True).map(tuple),
            keywords=st.lists(WORD, max_size=3, unique=True).map(tuple),
            places=st.lists(words, max_size=2, unique=True).map(tuple),
            links=st.lists(links, max_size=2, unique=True).map(tuple),
            media=st.lists(media, max_size=2, unique=True).map(tuple),
            ed_note=maybe_words,
            usage_terms=maybe_words,
            copyright=maybe_words,
        )
    )
    return replace(made, signal=Signal(kind="kill")) if made.status == "canceled" else made
