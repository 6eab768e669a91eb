"""Files that mean harm, each made by a function, so that a process of its own can make, read and measure it.

python -m tests.wire.hostile NAME …     prints of each the code of the refusal ("" if it was read), seconds, megabytes
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateline.wire import Unreadable, read


def nitf(content: bytes) -> bytes:
    """NITF around the content of its body."""
    return b"<nitf><body><body.content>%s</body.content></body></nitf>" % content


def newsml(component: bytes) -> bytes:
    """NewsML around what one component holds."""
    return b"<NewsML><NewsItem><NewsComponent>%s</NewsComponent></NewsItem></NewsML>" % component


def data(content: bytes) -> bytes:
    """NewsML around one body."""
    return newsml(b"<ContentItem><DataContent>%s</DataContent></ContentItem>" % content)


def doubling(declaration: bytes, reference: bytes) -> bytes:
    """A DOCTYPE whose entities each use the one before ten times."""
    lines = (declaration % (number, (reference % (number - 1)) * 10) for number in range(1, 20))
    return b"<!DOCTYPE NewsML [" + b"".join(lines)


def article(inside: bytes) -> bytes:
    """A component under a headline of its own."""
    return b"<NewsComponent><NewsLines><HeadLine>h</HeadLine></NewsLines>%s</NewsComponent>" % inside


TEXT = b"<ContentItem><DataContent>x</DataContent></ContentItem>"
PHOTO = b'<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
CAPTION = b'<NewsComponent><Role FormalName="Caption"/>' + TEXT + b"</NewsComponent>"
OUTSIDE = b'<!DOCTYPE NewsML [<!ENTITY a SYSTEM "file:///etc/passwd">]><NewsML>&a;</NewsML>'
LONG = b'<!DOCTYPE NewsML [<!ENTITY a "' + b"x" * 100_000 + b'">]><NewsML>'


def rss(item: bytes) -> bytes:
    """RSS around what one item holds."""
    return b"<rss><channel><item><title>x</title>%s</item></channel></rss>" % item


def mail(text: bytes, headers: bytes = b"") -> bytes:
    """A message around its text."""
    return b"From: a@b.example\nDate: Tue, 4 Mar 2025 08:15:00 +0100\nMessage-ID: <1@b>\n%s\n%s" % (headers, text)


def numbered(line: bytes, count: int) -> bytes:
    """A line so many times, with a number in it."""
    return b"".join(line % number for number in range(count))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities in entities": (
        lambda: doubling(b'<!ENTITY a%d "%s">', b"&a%d;") + b"]><NewsML>&a19;</NewsML>",
        "entity",
    ),
    "a long entity often": (lambda: LONG + b"&a;" * 100_000 + b"</NewsML>", "entity"),
    "an entity from outside": (lambda: OUTSIDE, "entity"),
    "depth 100,000": (lambda: b"<NewsML>" + b"<NewsComponent>" * 100_000, "too-deep"),
    "depth 100,000, closed": (lambda: nitf(b"<p>" * 100_000 + b"</p>" * 100_000), "too-deep"),
    "html in cdata, nested": (lambda: data(b"<![CDATA[" + b"<div>" * 300_000 + b"]]>"), "too-deep"),
    "a million elements": (lambda: b"<NewsML>" + b"<a/>" * 1_000_000 + b"</NewsML>", "too-many"),
    "a million attributes": (lambda: b"<NewsML " + numbered(b'a%d="1" ', 1_000_000) + b"/>", "too-many"),
    "a million lines": (lambda: data(b"x\n" * 1_000_000), "too-many"),
    "100 MB": (lambda: b"<NewsML>".ljust(100_000_000, b"x"), "too-large"),
    "17 MB of XML": (lambda: b"<NewsML>".ljust(17_000_000, b"x"), "too-large"),
    "a long text": (lambda: nitf(b"x" * 12_000_000), "too-large"),
    "cut off": (lambda: b"<NewsML><NewsItem><NewsComponent>" + b"<ContentItem/>" * 50_000 + b"<Conte", "cut-off"),
    "an open comment": (lambda: b"<NewsML>" + b"<!--" * 90_000, "cut-off"),
    "a declaration without end": (lambda: b"<!DOCTYPE n [" + b"<!--" * 1_000_000, "unknown-format"),
    "undeclared prefixes": (lambda: rss(numbered(b"<p%d:a/>", 1000)), "malformed"),
    "a feed in JSON, nested": (
        lambda: b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"a":' * 1_000_000,
        "too-deep",
    ),
    "messages in messages": (lambda: mail(b"x", b"Content-Type: message/rfc822\n\n" * 50_000), "too-deep"),
    "a mail of a million lines": (lambda: mail(b"\n" * 1_000_000), "too-many"),
    "a mail of a million parts": (
        lambda: mail(b"--x\n\n" * 300_000, b'Content-Type: multipart/mixed; boundary="x"\n'),
        "too-many",
    ),
    "json, depth 100,000": (lambda: b'{"uri": "urn:a:b", "headlines": ' + b"[" * 100_000, "too-deep"),
    "json, a million values": (lambda: b'{"uri": "urn:a:b", "bodies": [' + b"0," * 1_000_000 + b"0]}", "too-many"),
    "json, a long number": (lambda: b'{"uri": "urn:a:b", "pubstatus": ' + b"9" * 5_000_000 + b"}", "malformed"),
    "json, 17 MB": (lambda: b'{"uri": "urn:a:b", "headlines": "'.ljust(17_000_000, b"x") + b'"}', "too-large"),
    "json, cut off": (lambda: b'{"uri": "urn:a:b", "headlines": [' + b'{"value": "x"},' * 30_000, "cut-off"),
    "binary": (lambda: bytes(range(256)) * 40_000, "unknown-format"),
    "zeros": (lambda: bytes(20_000_000), "empty"),
}
"""Files that are refused, and with which code."""

READ: dict[str, Callable[[], bytes]] = {
    "parameter entities in each other": lambda: (
        doubling(b'<!ENTITY %% p%d "%s">', b"&#37;p%d;") + b"%p19;]>" + newsml(article(TEXT))
    ),
    "utf-8 that is none": lambda: nitf(b"<p>a\xffb\xe9</p>" * 50_000),
    "many texts under headlines": lambda: newsml(article(TEXT + PHOTO) * 2_000),
    "many pictures and captions": lambda: newsml(PHOTO * 20_000 + CAPTION * 5_000),
    "json, one key often": lambda: b'{"uri": "urn:a:b", "headlines": []' + b', "a": "x"' * 200_000 + b"}",
    "json, many odd entries": lambda: (
        b'{"uri": "urn:a:b", "headline": "x", "subject": [' + b"1," * 100_000 + b'1], "pubstatus": "usable"}'
    ),
    "json, many bodies": lambda: (
        b'{"uri": "urn:a:b", "headlines": [], "bodies": [' + b'{"value": "<p>x</p>"},' * 20_000 + b'{"value": "y"}]}'
    ),
    "json, half letters": lambda: b'{"uri": "urn:a:b", "body_text": "' + b"\\ud800" * 500_000 + b'"}',
    "json, many lines": lambda: b'{"uri": "urn:a:b", "headline": "x", "pubstatus": "usable"}\n' * 20_000,
    "many facts of one kind": lambda: newsml(
        b"<AdministrativeMetadata>"
        + numbered(b'<Property FormalName="a" Value="%d"/>', 50_000)
        + b"</AdministrativeMetadata>"
        + TEXT
    ),
    "many keywords": lambda: (
        b"<nitf><head><title>x</title>" + numbered(b'<keyword key="%d"/>', 100_000) + b"</head></nitf>"
    ),
    "tags without end in plain text": lambda: data(b"&lt;a " * 200_000),
    "media of a feed": lambda: rss(numbered(b'<enclosure url="https://a.example/%d.jpg" type="image/jpeg"/>', 20_000)),
    "many items of a feed": lambda: (
        b"<rss><channel>" + b"<item><title>x</title><description>y</description></item>" * 5_000 + b"</channel></rss>"
    ),
    "pictures in a text of a feed": lambda: rss(
        b"<description><![CDATA[" + numbered(b"<img src='/%d.jpg'>", 50_000) + b"]]></description>"
    ),
    "tags without end in a feed": lambda: rss(
        b"<description><![CDATA[<p>x</p>" + b"<a href='" * 50_000 + b"]]></description>"
    ),
    "breaks in a feed": lambda: rss(b"<description><![CDATA[" + b"x<br/><br/>" * 50_000 + b"]]></description>"),
    "escapes of a title": lambda: rss(b"<link>" + b"&amp;amp;" * 100_000 + b"</link>"),
    "encoded words": lambda: mail(b"x", b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\n"),
    "tables of a mail": lambda: mail(
        b"<table><tr><td>x</td></tr></table>" * 20_000 + b"<table role=presentation>", b"Content-Type: text/html\n"
    ),
    "white space": lambda: nitf(b" \n" * 4_000_000),
    "quotes in quotes": lambda: nitf(b"<bq>" * 90 + b"x" * 1_000_000 + b"</bq>" * 90),
    "tables in tables": lambda: nitf(b"<table><tr><td>" * 30 + b"<p>x</p>" * 20_000 + b"</td></tr></table>" * 30),
}
"""Files that are read, in time that grows with their length and no faster."""


def megabytes() -> float:
    """The most memory that this program has had. (ru_maxrss would count what its parent had when it forked.)"""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(names: list[str]) -> None:
    """Makes each file, reads it, prints what came of it: in a process of its own, which has nothing but the library."""
    for name in names:
        if pid := os.fork():
            _, status = os.waitpid(pid, 0)
            if status:
                sys.exit(f"{name}: {status}")
        else:
            print(json.dumps([name, *_measure(name)]), flush=True)
            os._exit(0)


def _measure(name: str) -> tuple[str, float, float]:
    """The code of the refusal (empty if the file was read), seconds, megabytes."""
    file = REFUSED[name][0]() if name in REFUSED else READ[name]()
    start = time.process_time()
    code = ""
    try:
        read(file)
    except Unreadable as error:
        code = error.code
    seconds = time.process_time() - start
    return code, seconds, megabytes()


if __name__ == "__main__":
    main(sys.argv[1:])
