"""Pushed copy over real HTTP: acknowledged once it is safe, refused in words, and no sender harms another."""

import http.client
import os
import re
import select
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path

import pytest

from dateline.intake.store import LARGEST
from dateline.newsroom.raw import IN_ROW
from tests.databases import Connection, rows
from tests.serve.running import ROOM, Running, running, until

from .helpers import newsml
from .pushing import Said, Sender, answer, secret_of, set_up

pytestmark = pytest.mark.slow


class Place:
    """A running newsroom, with what is needed to push to it."""

    def __init__(self, site: Running, secrets: dict[str, str]) -> None:
        self.site = site
        self.secrets = secrets

    def sender(self, slug: str = "push") -> Sender:
        return Sender(self.site, self.secrets[slug], slug)

    def deliveries(self) -> int:
        return rows(self.site.data, "SELECT count(*) FROM newsroom_delivery")[0][0]

    def resident(self) -> int:
        """The most memory that a process below `up` has had at any time, in bytes."""
        peaks = []
        for pid in self.site.family():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    peaks.append(int(line.split()[1]) * 1024)
        return max(peaks)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    data = tmp_path_factory.mktemp("pushed") / "data"
    secrets = set_up(data)
    with running(data) as site:
        yield Place(site, secrets)


def test_what_is_acknowledged_is_committed_and_becomes_a_page(place: Place):
    data = newsml(1)
    said = place.sender().push(data, Content_Disposition='attachment; filename="ANP 1.xml"')
    assert said.status == 202
    assert said.json["sha256"] == sha256(data).hexdigest()
    assert said.json["new"] is True
    stored = "SELECT name, size, raw FROM newsroom_delivery WHERE id = ?"
    name, size, raw = rows(place.site.data, stored, said.json["delivery"])[0]
    assert (name, size, bytes(raw)) == ("ANP 1.xml", len(data), data)
    until(lambda: "Kop 1 van versie 1" in place.site.get("/").body.decode(), 5, "the headline on the front")


def test_the_same_bytes_again_are_the_same_delivery_whatever_they_are_called(place: Place):
    first = place.sender().push(newsml(2))
    again = place.sender().push(newsml(2), Content_Disposition='attachment; filename="b.xml"')
    assert (first.status, again.status) == (202, 202)
    assert again.json == first.json | {"new": False}


def test_of_many_that_push_the_same_at_once_one_is_told_that_it_is_new(place: Place):
    found: list[Said] = []
    threads = [threading.Thread(target=lambda: found.append(_pushed(place, newsml(3)))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {said.status for said in found} == {202}
    assert sum(said.json["new"] for said in found) == 1
    assert len({said.json["delivery"] for said in found}) == 1


def _pushed(place: Place, data: bytes) -> Said:
    """Pushes until it is taken in, as a sender does."""
    while (said := place.sender().push(data)).status == 503:
        time.sleep(0.05)
    return said


def test_a_signature_with_a_time_will_do_and_may_be_sent_again(place: Place):
    sender = place.sender()
    headers = {"Content-Type": "application/xml", "Dateline-Signature": sender.signed(newsml(4))}
    first = sender.request("POST", newsml(4), headers)
    again = sender.request("POST", newsml(4), headers)
    assert (first.status, first.json["new"], again.status, again.json["new"]) == (202, True, 202, False)


def test_everybody_who_does_not_know_the_secret_gets_the_same_answer(place: Place):
    body, sender = newsml(5), place.sender()
    before = place.deliveries()
    strangers: list[tuple[str, dict[str, str]]] = [
        ("nobody", {"Authorization": f"Bearer {sender.secret}"}),
        ("folder", {"Authorization": f"Bearer {sender.secret}"}),
        ("inactive", {"Authorization": f"Bearer {place.secrets['inactive']}"}),
        ("broken", {"Authorization": "Bearer "}),
        ("command", {}),
        ("%00", {"Authorization": "Bearer x"}),
        ("x" * 500, {"Authorization": "Bearer x"}),
        ("push", {}),
        ("push", {"Authorization": "Bearer"}),
        ("push", {"Authorization": f"Basic {sender.secret}"}),
        ("push", {"Authorization": f"Bearer {sender.secret}x"}),
        ("push", {"Authorization": f"Bearer {place.secrets['other']}"}),
        ("push", {"Dateline-Signature": sender.signed(body, at=time.time() - 400)}),
        ("push", {"Dateline-Signature": sender.signed(body, at=time.time() + 400)}),
        ("push", {"Dateline-Signature": sender.signed(body, secret="of somebody else")}),
        ("push", {"Dateline-Signature": sender.signed(body)[:-1]}),
        ("push", {"Dateline-Signature": "t=" + "9" * 400}),
    ]
    answers = set()
    for n, (slug, headers) in enumerate(strangers):
        said = Sender(place.site, "", slug, client=f"127.0.1.{n}").request("POST", body, headers)
        assert said.status == 401, (slug, headers)
        said.headers.pop("date", None)
        answers.add((str(said.json), str(sorted(said.headers.items()))))
    assert len(answers) == 1
    assert said.headers["www-authenticate"] == 'Bearer realm="intake"'
    assert "secret is wrong" in said.json["error"]
    assert place.deliveries() == before


def test_a_new_secret_counts_at_once_and_the_old_one_for_a_day(place: Place):
    old = Sender(place.site, place.secrets["push"], client="127.0.2.1")
    place.secrets["push"] = secret_of(place.site.data, "push", "--renew-secret")
    assert old.secret != place.secrets["push"]
    assert old.push(newsml(6)).status == 202
    assert place.sender().push(newsml(6)).status == 202
    rows(place.site.data, "UPDATE newsroom_source SET secret_renewed_at = ?", "2020-01-01 00:00:00+00:00")
    assert old.push(newsml(6)).status == 401
    assert place.sender().push(newsml(6)).status == 202


def test_what_the_manual_tells_senders_to_do_works(place: Place, tmp_path: Path):
    manual = Path(__file__).resolve().parents[2] / "docs" / "intake.md"
    blocks = re.findall(r"```\n(.*?)```", manual.read_text("utf-8"), re.DOTALL)
    shown, signed = (block for block in blocks if "curl " in block)
    for n, script in enumerate((shown.partition("\n{")[0], signed)):
        (tmp_path / "bericht.xml").write_bytes(newsml(50 + n))
        here = script.replace("https://news.example/intake/nnb", f"http://localhost:{place.site.port}/intake/push")
        done = subprocess.run(
            ["bash", "-c", here],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "SECRET": place.secrets["push"]},
            capture_output=True,
            text=True,
            check=True,
        )
        assert '"new": true' in done.stdout, done


def test_every_answer_is_short_json_without_cookies_and_with_the_security_headers(place: Place):
    for said in (place.sender().push(newsml(7)), place.sender().push(b""), Sender(place.site, "x").push(b"x")):
        assert said.headers["content-type"] == "application/json"
        assert said.headers["cache-control"] == "no-store"
        assert said.headers["x-content-type-options"] == "nosniff"
        assert said.headers["content-disposition"].startswith("attachment")
        assert "content-security-policy" in said.headers
        assert "set-cookie" not in said.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_copy_is_pushed_with_post_alone(place: Place, method: str):
    with closing(http.client.HTTPConnection("127.0.0.1", place.site.port, timeout=10)) as connection:
        connection.request(method, "/intake/push", headers={"Authorization": f"Bearer {place.secrets['push']}"})
        response = connection.getresponse()
        assert (response.status, response.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (415, {"Content_Type": "multipart/form-data; boundary=x"}, "bytes of one file"),
        (415, {"Content_Type": "application/x-www-form-urlencoded"}, "application/x-www-form-urlencoded"),
        (415, {"Content_Encoding": "gzip"}, "without Content-Encoding"),
        (413, {"Content_Length": str(LARGEST + 1)}, "more than 268,435,456 bytes"),
        (400, {"Content_Length": "0"}, "empty"),
    ],
)
def test_what_cannot_be_one_file_of_copy_is_refused_in_words(
    place: Place, status: int, headers: dict[str, str], says: str
):
    before = place.deliveries()
    with place.sender().opened(**{"Content_Length": "5"} | headers) as connection:
        said = answer(connection)
    assert said.status == status
    assert says in said.json["error"]
    assert place.deliveries() == before


def test_a_body_without_a_length_is_taken_in_if_it_is_signed(place: Place):
    small, large = newsml(8), os.urandom(IN_ROW + 70_000)
    for data in (small, large):
        pieces = [data[at : at + 30_000] for at in range(0, len(data), 30_000)]
        said = place.sender().push(iter(pieces), signed=True, Dateline_Signature=place.sender().signed(data))
        assert (said.status, said.json["sha256"]) == (202, sha256(data).hexdigest())
    unsigned = place.sender().push(iter([small]))
    assert unsigned.status == 411
    assert "Content-Length" in unsigned.json["error"]


@pytest.mark.parametrize("size", [1000, IN_ROW + 1000, 2_000_000])
@pytest.mark.parametrize("signed", [False, True])
def test_a_body_that_is_cut_off_is_never_stored(place: Place, size: int, signed: bool):
    before, data = place.deliveries(), os.urandom(size)
    sender = place.sender()
    headers = {"Content_Length": str(size)}
    if signed:
        headers = {"Transfer_Encoding": "chunked", "Dateline_Signature": sender.signed(data), "Authorization": "none"}
    half = data[: size // 2]
    sent = half if not signed else b"%x\r\n%b\r\n" % (len(half), half)
    with sender.opened(**headers) as connection:
        connection.sendall(sent)
        connection.shutdown(1)
        said = answer(connection)
    assert said.status == 400
    assert "cut off" in said.json["error"]
    with sender.opened(**headers) as connection:
        connection.sendall(sent)
    time.sleep(0.3)
    assert place.deliveries() == before
    assert not list((place.site.data / "raw").glob("draft.*"))


def test_a_body_that_is_not_the_signed_one_is_never_stored(place: Place):
    before = place.deliveries()
    for size in (1000, IN_ROW + 1000):
        data = os.urandom(size)
        said = place.sender().push(data[::-1], signed=True, Dateline_Signature=place.sender().signed(data))
        assert said.status == 400
        assert "not the one that was signed" in said.json["error"]
    assert place.deliveries() == before


def test_a_large_body_is_stored_without_being_in_memory(place: Place):
    place.sender().push(newsml(9))
    before = place.resident()
    data = os.urandom(1 << 20) * 60
    said = place.sender().push(data)
    assert (said.status, said.json["sha256"]) == (202, sha256(data).hexdigest())
    assert rows(place.site.data, "SELECT size FROM newsroom_delivery WHERE id = ?", said.json["delivery"]) == [
        (len(data),)
    ]
    until(
        lambda: (
            rows(place.site.data, "SELECT state FROM newsroom_delivery WHERE id = ?", said.json["delivery"])
            == [("quarantined",)]
        ),
        10,
        "more than a reader takes, and said so",
    )
    assert place.resident() - before < 20_000_000


def test_a_body_without_an_end_is_read_no_further_than_the_limit(place: Place):
    before = place.deliveries()
    piece = bytes(1 << 20)
    sender = place.sender()
    headers = {"Transfer_Encoding": "chunked", "Dateline_Signature": sender.signed(b""), "Authorization": "none"}
    with sender.opened(**headers) as connection:
        sent = 0
        try:
            while sent < 2 * LARGEST:
                connection.sendall(b"100000\r\n%b\r\n" % piece)
                sent += len(piece)
        except OSError:
            pass
        assert LARGEST <= sent < LARGEST + 64 * len(piece)
        assert answer(connection).status == 413
    assert place.deliveries() == before
    assert not list((place.site.data / "raw").glob("draft.*"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        ("attachment; filename*=UTF-8''%E2%80%AEgnp.xml", "\N{REPLACEMENT CHARACTER}gnp.xml"),
        ("attachment; filename*=UTF-8''a%0Ab%00%FF.xml", "a\ufffdb\ufffd\ufffd.xml"),
        ("attachment; filename*=x''y", "(no name)"),
        ("attachment", "(no name)"),
        ("filename=;;;=", "(no name)"),
    ],
)
def test_names_are_shown_and_never_used(place: Place, said: str, shown: str):
    data = os.urandom(500)
    done = place.sender().push(data, Content_Disposition=said)
    assert done.status == 202
    assert rows(place.site.data, "SELECT name FROM newsroom_delivery WHERE id = ?", done.json["delivery"]) == [(shown,)]


def test_more_than_the_rate_of_a_source_waits_and_is_told_for_how_long(place: Place):
    sender = place.sender("other")
    assert [sender.push(os.urandom(100)).status for _ in range(3)] == [202] * 3
    said = sender.push(os.urandom(100))
    assert said.status == 429
    assert 50 <= int(said.headers["retry-after"]) <= 60
    assert place.sender().push(os.urandom(100)).status == 202, "other sources are not concerned"
    rows(place.site.data, "UPDATE newsroom_delivery SET arrived_at = ?", "2020-01-01 00:00:00+00:00")
    assert sender.push(os.urandom(100)).status == 202


def test_whoever_fails_again_and_again_is_told_to_wait_and_the_right_secret_still_counts(place: Place):
    wrong = Sender(place.site, "x" * 43, "other")
    rows(place.site.data, "UPDATE newsroom_delivery SET arrived_at = ?", "2020-01-01 00:00:00+00:00")
    said = [wrong.push(b"copy") for _ in range(25)]
    assert {one.status for one in said} == {401, 429}
    assert said[-1].status == 429
    assert 1 <= int(said[-1].headers["retry-after"]) <= 60
    assert place.sender("other").push(os.urandom(100)).status == 202
    assert place.site.said().count("for source other is refused") <= 2


def test_a_refusal_reaches_whoever_sends_head_and_body_one_after_the_other(place: Place):
    for n in range(20):
        with Sender(place.site, "wrong", client=f"127.0.3.{n}").opened(Content_Length="20000") as connection:
            time.sleep(0.02)
            connection.sendall(bytes(20_000))
            assert answer(connection).status == 401


def test_strangers_who_send_nothing_keep_nobody_waiting(place: Place):
    with ExitStack() as stack:
        for n in range(40):
            sender = Sender(place.site, "wrong", client=f"127.0.4.{n}")
            stack.enter_context(sender.opened(Content_Length="100"))
        time.sleep(0.3)
        for _ in range(5):
            began = time.monotonic()
            assert place.site.get("/", timeout=3 * ROOM).status == 200
            assert time.monotonic() - began < 1.0 * ROOM
        assert place.sender().push(os.urandom(100)).status == 202


def test_early_refusals_reach_a_sender_who_is_still_sending(place: Place):
    with Sender(place.site, "wrong", client="127.0.2.2").opened(Content_Length="100000000") as connection:
        try:
            for _ in range(100):
                connection.sendall(bytes(1_000_000))
        except OSError:
            pass
        assert answer(connection).status == 401


def test_slow_senders_keep_neither_readers_nor_other_sources_waiting(place: Place):
    with ExitStack() as stack:
        opened = [
            stack.enter_context(place.sender().opened(Content_Length=size))
            for size in ("100", "5000000", "100", "5000000", "100", "100")
        ]
        for connection in opened:
            connection.sendall(b"x")
        time.sleep(0.5)
        slowest = 0.0
        for _ in range(10):
            began = time.monotonic()
            assert place.site.get("/", timeout=3 * ROOM).status == 200
            slowest = max(slowest, time.monotonic() - began)
        rows(place.site.data, "UPDATE newsroom_delivery SET arrived_at = ?", "2020-01-01 00:00:00+00:00")
        began = time.monotonic()
        assert place.sender("other").push(os.urandom(100)).status == 202
        assert max(slowest, time.monotonic() - began) < 1.0 * ROOM
        answered = select.select(opened, [], [], 0)[0]
        assert [answer(connection).status for connection in answered] == [503] * 4, "all but a small and a large one"


def test_a_sender_who_stops_is_given_up(place: Place):
    with place.sender().opened(Content_Length="1000") as connection:
        connection.sendall(b"x" * 10)
        began = time.monotonic()
        said = answer(connection)
    assert said.status == 408
    assert 9 < time.monotonic() - began < 10 * ROOM
    assert place.sender().push(os.urandom(100)).status == 202


def test_a_database_that_is_locked_is_503_and_later_it_is_taken_in(place: Place):
    data = os.urandom(100)
    with closing(Connection(place.site.data)) as other, other.writing():
        other.rows("UPDATE newsroom_source SET rate = rate")
        if not other._is_sqlite:
            other.rows("LOCK TABLE newsroom_delivery IN ACCESS EXCLUSIVE MODE")
        said = place.sender().push(data)
        assert said.status == 503
        assert int(said.headers["retry-after"]) > 0
        assert "Send it again" in said.json["error"]
    assert place.sender().push(data).json["new"] is True


def test_a_web_process_alone_takes_copy_in(tmp_path: Path):
    secrets = set_up(tmp_path / "data")
    with running(tmp_path / "data", role="web") as site:
        said = Sender(site, secrets["push"]).push(newsml(1))
        assert said.status == 202
        assert rows(site.data, "SELECT state FROM newsroom_delivery") == [("pending",)]
