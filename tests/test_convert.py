"""`dateline convert`: what it prints, what it tells, how it ends."""

import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline import __version__, cli, convert
from dateline.commands.convert import EPILOG
from dateline.convert import output, pool, reading
from tests.conftest import REPO

PAGE = (
    "Kop van het stuk\nLEIDEN (ANP) - De sterrenwacht gaat weer open.\n"
    "Meer uit Cultuur\nGENT (ANP/BELGA) - Er komt een brug.\n1 uur geleden"
)
ITEM = {
    "hasError": False,
    "data": {
        "id": "a1",
        "pubDate": "2025-03-04T10:20:30Z",
        "title": "Kop",
        "bodyText": "<p>Een zin.</p>",
        "version": 1,
    },
}
LIST = {"hasError": False, "data": {"items": [{"id": "a1"}], "hasMore": False}}


def dateline(
    *words: str, stdin: bytes | None = None, cwd: Path | None = None, limit: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    def bound() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "dateline.cli", *words],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=60,
        preexec_fn=bound,
        stdin=subprocess.DEVNULL if stdin is None else None,
    )


@pytest.fixture
def files(tmp_path) -> Path:
    (tmp_path / "item.json").write_text(json.dumps(ITEM))
    (tmp_path / "list.json").write_text(json.dumps(LIST))
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "bad.json").write_text(json.dumps(ITEM)[:-9])
    return tmp_path


def printed(done: subprocess.CompletedProcess[bytes]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_item_a_line_in_the_order_of_the_files(files):
    done = dateline("convert", "item.json", "page.txt", "--fetched-at", "2025-11-28T12:37:00+01:00", cwd=files)
    assert (done.returncode, done.stderr) == (0, b"")
    found = printed(done)
    assert [one["headline"] for one in found] == ["Kop", "Kop van het stuk", None]
    assert [one["section"] for one in found[1:]] == ["Cultuur", "Cultuur"]
    assert (found[2]["versionCreated"], found[2]["precision"]) == ("2025-11-28T10:37:00Z", "hour")


def test_one_bad_file_never_holds_up_the_next(files):
    done = dateline("convert", "bad.json", "missing.xml", "item.json", cwd=files)
    assert done.returncode == 1
    assert [one["guid"] for one in printed(done)] == ["a1"]
    assert done.stderr.decode().splitlines() == [
        "bad.json: The JSON ends in the middle.",
        "missing.xml: It cannot be read: No such file or directory.",
    ]


def test_what_is_set_aside_is_told_and_is_no_failure(files):
    done = dateline("convert", "list.json", cwd=files)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == "list.json: A list of 1 item to fetch: a1\n"


def test_what_cannot_be_written_is_told_unless_quiet(files):
    told = dateline("convert", "item.json", "--to", "rss", cwd=files)
    assert told.returncode == 0
    assert told.stderr == b"item.json: ANP a1: not-written (version); written-otherwise (guid)\n"
    assert dateline("convert", "item.json", "--to", "rss", "--quiet", cwd=files).stderr == b""
    assert dateline("convert", "item.json", "--to", "ninjs", cwd=files).stderr == b""


@pytest.mark.parametrize("words", [(), ("-",)])
def test_standard_input(words):
    done = dateline("convert", *words, stdin=json.dumps(ITEM).encode())
    assert [one["guid"] for one in printed(done)] == ["a1"]
    done = dateline("convert", *words, stdin=b"")
    assert (done.returncode, done.stderr.decode()) == (1, "-: There is nothing in it.\n")


def test_a_folder_stands_for_the_files_below_it_sorted(files):
    (files / "sub").mkdir()
    (files / "sub" / "b.json").write_text(json.dumps(ITEM).replace("a1", "b1"))
    (files / "sub" / ".hidden").write_text("x")
    (files / "sub" / "a.json").write_text(json.dumps(ITEM).replace("a1", "c1"))
    (files / "loop").symlink_to(files)
    (files / "bad.json").unlink()
    done = dateline("convert", str(files), cwd=files)
    assert done.returncode == 0
    assert [one["guid"] for one in printed(done) if one["format"] == "anp-api"] == ["a1", "c1", "b1"]


def test_an_empty_folder_is_told(tmp_path):
    done = dateline("convert", str(tmp_path))
    assert (done.returncode, done.stderr.decode()) == (1, f"{tmp_path}: There is no file in this folder.\n")


def test_text_keeps_the_items_of_several_files_apart(files):
    done = dateline("convert", "--to", "text", "item.json", "item.json", cwd=files)
    assert done.stdout.decode() == f"Kop\n\nEen zin.\n\n{'-' * 72}\n\nKop\n\nEen zin.\n"


def test_out_writes_a_file_for_each_item(files):
    done = dateline("convert", "--out", "out/deep", "--to", "ninjs", "item.json", "page.txt", "item.json", cwd=files)
    assert (done.returncode, done.stdout) == (0, b"")
    names = sorted(path.name for path in (files / "out" / "deep").iterdir())
    assert names[:2] == ["ANP-a1-1-2.ninjs.json", "ANP-a1-1.ninjs.json"]
    assert len(names) == 4
    assert json.loads((files / "out" / "deep" / names[0]).read_text())["uri"] == "urn:x-dateline:ANP:a1"


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("../../etc/passwd", "ANP-.._.._etc_passwd-1"),
        (None, ""),
        ("x" * 500, "ANP-" + "x" * 146),
        ("a\x00\n/b", "ANP-a___b-1"),
    ],
)
def test_names_of_files_are_safe(guid, expected):
    assert convert.file_name("ANP", guid, "1") == expected


def test_files_of_the_same_name_get_numbers_and_overwrite_none(tmp_path):
    used: dict[str, int] = {}
    names = [convert.free_path(tmp_path, name, ".json", used).name for name in ("a", "A", "a-2", "a", "a", "a-2")]
    assert names == ["a.json", "A-2.json", "a-2-2.json", "a-3.json", "a-4.json", "a-2-3.json"]


def test_hostile_names_are_escaped(tmp_path):
    names = [b"a\x1b[31m\n.txt", b"\xff.txt", "\u202etxt".encode()]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("gewoon")
    done = dateline("convert", ".", cwd=tmp_path)
    told = sorted(line.split(b": ")[0] for line in done.stderr.splitlines())
    assert told == sorted([b"./a\\x1b[31m\\n.txt", b"./\\xff.txt", b"./\\u202etxt"])
    assert done.returncode == 1


def test_the_reason_is_one_line_and_has_no_control_characters(tmp_path):
    (tmp_path / "e.json").write_text(json.dumps({"hasError": True, "data": {"description": "a\nb\x1b[2Jc"}}))
    done = dateline("convert", "e.json", cwd=tmp_path)
    assert done.stderr == b"e.json: The ANP News API answered with an error instead of an item: a b\\x1b[2Jc.\n"


def test_only_regular_files_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    started = time.monotonic()
    done = dateline("convert", "pipe", "/dev/zero", cwd=tmp_path)
    assert time.monotonic() - started < 20
    assert done.returncode == 1
    assert [line.split(";")[0] for line in done.stderr.decode().splitlines()] == [
        "pipe: It is a named pipe",
        "/dev/zero: It is a device",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(files):
    (files / "item.json").chmod(0)
    done = dateline("convert", "item.json", "list.json", cwd=files)
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, b"item.json: It cannot be read: Permission denied.")


TOO_LARGE = (
    b"It is larger than 32 MiB, the most that is read of a file. "
    b"Have it exported in pieces; lines of JSON and mbox may be of any size.\n"
)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(40 * 2**30)
    started = time.monotonic()
    done = dateline("convert", "large", cwd=tmp_path, limit=2**30)
    assert time.monotonic() - started < 20
    assert (done.returncode, done.stderr) == (1, b"large: " + TOO_LARGE)


def test_standard_input_that_does_not_end_is_refused():
    command = f"yes | head -c 100000000 | {sys.executable} -m dateline.cli convert"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"-: " + TOO_LARGE)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "docx"], "invalid choice: 'docx'"),
        (["--from", "docx"], "invalid choice: 'docx'"),
        (["--fetched-at", "noon"], "'noon' is not a time such as 2025-11-28T12:37+01:00"),
        (["--fetched-at", "2025-11-28"], "is not a time"),
        (["--fetched-at", "2025-13-28T12:00Z"], "is not a time"),
        (["--fetched-at", "2025-11-28T12:00"], "--fetched-at needs a zone"),
        (["--zone", "Mars/Olympus"], "'Mars/Olympus' is no zone"),
        (["--zone", "../../etc/passwd"], "is no zone"),
        (["--zone", ""], "is no zone"),
        (["--zone", "+99:00"], "is no zone"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--out", "item.json"], "--out item.json: It is a file and no folder"),
        (["--jobs", "0"], "'0' is no number of processes"),
        (["--jobs", "-1"], "no number of processes"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(files, words, sentence):
    done = dateline("convert", *words, "item.json", cwd=files)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_time_without_zone_is_in_the_zone_that_is_given(files):
    done = dateline("convert", "page.txt", "--fetched-at", "2025-11-28 12:37", "--zone", "Europe/Amsterdam", cwd=files)
    assert printed(done)[1]["versionCreated"] == "2025-11-28T10:37:00Z"


def test_from_decides_where_the_content_would_say_otherwise(tmp_path):
    (tmp_path / "plain.txt").write_text("Kop\nDe sterrenwacht in Leiden gaat dinsdag weer open.")
    assert dateline("convert", "plain.txt", cwd=tmp_path).returncode == 1
    done = dateline("convert", "--from", "page-text", "plain.txt", cwd=tmp_path)
    assert [one["headline"] for one in printed(done)] == ["Kop"]


def test_a_reader_that_goes_away_is_no_error(files):
    (files / "many").mkdir()
    for number in range(400):
        (files / "many" / f"{number}.txt").write_text(PAGE)
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m dateline.cli convert many | head -n 1"],
        cwd=files,
        capture_output=True,
        timeout=60,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("begin", "looks"),
    [
        (b"%PDF-1.4\n%\xe2\xe3\n", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a ZIP archive, or a document of an office program"),
        (b"\x1f\x8b\x08\0\0", "a file packed by gzip"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a picture"),
    ],
)
def test_what_holds_no_copy_is_told_by_its_name(begin, looks):
    done = dateline("convert", stdin=begin)
    assert done.stderr.decode() == f"-: It looks like {looks}, which is not read.\n"


def test_an_address_is_not_taken_for_a_file_that_is_missing(files):
    done = dateline("convert", "https://news.example/feed.xml", "item.json", cwd=files)
    assert (done.returncode, len(printed(done))) == (1, 1)
    assert done.stderr == b"https://news.example/feed.xml: It is an address and no file; nothing is fetched here.\n"


@pytest.mark.parametrize(
    ("redirect", "status", "told"),
    [
        (">&-", 0, ""),
        ("<&-", 1, "-: There is nothing in it.\n"),
        (">/dev/full", 1, "dateline convert: No space left on device\n"),
        (">/dev/full --to rss --quiet", 1, "dateline convert: No space left on device\n"),
    ],
)
def test_streams_that_are_closed_or_full_end_in_a_sentence(files, redirect, status, told):
    path = "" if redirect == "<&-" else "item.json"
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m dateline.cli convert {path} {redirect}"], cwd=files, capture_output=True
    )
    assert (done.returncode, done.stderr.decode()) == (status, told)


def test_a_terminal_that_is_not_in_utf_8_gets_what_it_can_show():
    done = subprocess.run(
        [sys.executable, "-m", "dateline.cli", "--help"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"usage: dateline [-h] [--version] COMMAND ?" in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["convert", "item.json"]])
def test_a_system_without_time_zones_is_told_so(files, words):
    code = "import sys; sys.modules['tzdata'] = None; from dateline.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=files,
        capture_output=True,
        env={**os.environ, "PYTHONTZPATH": ""},
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == (
        b"dateline: this system has no time zones: install its package tzdata, or pip install tzdata\n"
    )


def hear_control_c() -> None:
    """What a shell starts in the background, this run of the tests say, ignores Ctrl-C, and so does all it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_control_c_ends_with_130():
    code = "import sys, dateline.commands.convert; from dateline.cli import main; print(flush=True)"
    words = [sys.executable, "-c", f"{code}; sys.exit(main(['convert']))"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=hear_control_c) as process:
        assert process.stdout is not None
        process.stdout.readline()  # all is loaded, however busy the machine is
        time.sleep(0.5)  # until it waits for standard input
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_mistake_in_a_reader_is_that_file_s_alone(files, monkeypatch):
    def broken(*_args: object, **_known: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(reading, "read", broken)
    results = list(pool.outcomes([str(files / "item.json")], convert.Options(), sys.stdin.buffer))
    assert [(outcome.code, "oops" in (outcome.reason or "")) for _, outcome in results] == [("mistake", True)]


class TestHostile:
    """Each refused within 2 seconds and 200 MB, on an idle machine; twice that time here, where others work too."""

    # VmHWM, because ru_maxrss also counts what the process was before it became Python: this one.
    MEASURED = """
import re, resource, sys
from dateline.cli import main
status = main(["convert", sys.argv[1]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(status, used.ru_utime + used.ru_stime, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("depth.json", b'{"hasError":false,"data":' + b"[" * 30_000_000),
            ("depth-small.json", b'{"hasError":false,"data":' + b"[" * 2_000_000),
            ("body.json", b'{"hasError":false,"data":{"id":"x","bodyText":"' + b"<b>" * 10_000_000 + b'"}}'),
            ("deep.html", b"<html><body>" + b"<div>" * 90_000),
            ("tags.html", b"<html><body>" + b"<b>" * 2_600_000),
            ("paragraphs.html", b"<html><body><h1>k</h1>" + b"<p>a</p>" * 30_000),
            ("attribute.html", b'<html><body class="' + b"a " * 3_000_000 + b'">'),
            ("times.html", b"<html><body><h1>k</h1><p>" + b"<time>1 uur geleden</time>" * 45_000),
            ("lines.txt", b"Kop\nLEIDEN (ANP) - De zin.\n1 uur geleden\n" + b"a\n" * 1_000_000),
            ("long.txt", b"Kop\nLEIDEN (ANP) - De zin.\n1 uur geleden\n" + b"een zin. " * 3_000_000),
            ("zeros", bytes(30_000_000)),
        ],
    )
    def test_it_is_refused_in_bounded_time_and_memory(self, tmp_path, name, data):
        (tmp_path / name).write_bytes(data)
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", self.MEASURED, name], cwd=tmp_path, capture_output=True, timeout=60
        )
        status, seconds, kilobytes = done.stdout.split()
        assert status == b"1"
        assert re.fullmatch(rf"{name}: .+\.\n", done.stderr.decode())
        assert float(seconds) < 4
        assert int(kilobytes) / 1024 < 200
        assert time.monotonic() - started < 30


class TestCommandLine:
    def test_version_and_help_of_the_whole(self):
        assert dateline("--version").stdout.decode() == f"dateline {__version__}\n"
        assert re.search(rb"^  convert  +read news copy", dateline("--help").stdout, re.MULTILINE)

    @pytest.mark.parametrize("words", [(), ("frobnicate",), ("--frobnicate",)])
    def test_a_line_that_names_no_command_is_wrong_use(self, words):
        done = dateline(*words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"usage: dateline" in done.stderr

    def test_convert_loads_no_django(self, files):
        code = "import sys; sys.modules['django'] = None; from dateline.cli import main"
        code += "; sys.exit(main(['convert', 'item.json']))"
        done = subprocess.run([sys.executable, "-c", code], cwd=files, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_every_command_takes_data(self):
        for name in cli.available():
            assert "--data" in cli.parser_of(name).format_help()


def documented(text: str) -> set[str]:
    return set(re.findall(r"(?m)^\| `(--[a-z-]+)", text))


class TestDocs:
    TEXT = (REPO / "docs" / "convert.md").read_text(encoding="utf-8")

    def test_the_commands_of_the_page_and_of_the_help_are_right(self):
        written = re.findall(r"(?m)^ *(?:curl .*\| )?dateline convert ([^|>\n]*)", f"{self.TEXT}\n{EPILOG}")
        assert len(written) > 9
        for words in written:
            cli.parser_of("convert").parse_args(shlex.split(words, comments=True))

    def test_the_options_are_those_of_the_command(self):
        options = set(re.findall(r"(?<![\w-])--[a-z-]+", cli.parser_of("convert").format_help())) - {"--help"}
        assert documented(self.TEXT) == options

    def test_the_formats_are_those_that_are_read_and_written(self):
        rows = re.findall(r"(?m)^\| `([a-z0-9@.-]+)` \|.*\| (yes|no) \| (yes|no) \|$", self.TEXT)
        assert {name for name, read, _ in rows if read == "yes"} == set(convert.readers())
        assert {name for name, _, written in rows if written == "yes"} == set(convert.writers())

    def test_the_endings_are_known_for_each_writer(self):
        assert set(output.ENDINGS) == set(convert.writers())
