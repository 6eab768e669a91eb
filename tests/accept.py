"""The wire corpus: invented copy beside what `dateline convert` is to make of it, and a way to accept a change.

    python -m tests.accept            show each difference as a diff, and ask whether it is right
    python -m tests.accept --all      take them all (look at the diff of the commit instead)
    python -m tests.accept NAME…      only these cases

A case is a file of `tests/wire/corpus`: NAME.xml, .json, .txt or .html. Beside it stand NAME.expected.ndjson (what is
printed), NAME.expected.told (what is told on standard error, where there is anything) and NAME.args (words for the
command line). What is expected is worked out by hand, from the reading rules; this only saves the typing when a rule
changes.
"""

import argparse
import difflib
import io
import json
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import NamedTuple

from dateline import cli
from dateline.wire import Unreadable, read
from dateline.wire.writer import write

CORPUS = Path(__file__).resolve().parent / "wire" / "corpus"


class Case(NamedTuple):
    """One case: its input, and the files of what is expected."""

    source: Path
    printed: Path
    told: Path
    words: list[str]

    @property
    def name(self) -> str:
        return self.source.stem


class Difference(NamedTuple):
    """A file that should hold something else, and the new content."""

    path: Path
    new: str
    diff: str


def cases(names: list[str] | None = None) -> list[Case]:
    """The cases of the corpus, sorted; only those of `names` if there are any."""
    found = []
    for source in sorted(CORPUS.iterdir()):
        if ".expected" in source.name or source.suffix == ".args":
            continue
        words = source.with_suffix(".args")
        found.append(
            Case(
                source,
                source.with_suffix(".expected.ndjson"),
                source.with_suffix(".expected.told"),
                words.read_text().split() if words.exists() else [],
            )
        )
    return [case for case in found if not names or case.name in names]


def results(case: Case) -> tuple[str, str]:
    """What `dateline convert` prints for a case, and what it tells."""
    args = cli.parser_of("convert").parse_args([*case.words, str(case.source)])
    try:
        reading = read(
            case.source.read_bytes(),
            name=case.source.name,
            format=args.format,
            fetched_at=args.fetched_at,
            zone=args.zone,
        )
    except Unreadable as refusal:
        return "", f"{case.source.name}: {refusal}\n"
    told = "".join(f"{case.source.name}: {one.excerpt}\n" for one in reading.set_aside)
    return write(reading.items, "json").decode(), told


def differences(case: Case) -> list[Difference]:
    """What has to change for a case to pass: nothing, if it does."""
    found = []
    for path, new in zip((case.printed, case.told), results(case), strict=True):
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old != new:
            found.append(Difference(path, new, diff_of(old, new, path.name)))
    return found


def diff_of(old: str, new: str, name: str) -> str:
    """A unified diff, a line for each key of an item."""
    lines = (_lines(old), _lines(new))
    return "\n".join(difflib.unified_diff(*lines, f"{name} (expected)", f"{name} (now)", lineterm=""))


def _lines(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        try:
            item = json.loads(line)
        except ValueError:
            lines.append(line)
            continue
        lines += ["{", *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()), "}"]
    return lines


def main() -> int:
    """Ask about each difference. Gives 1 if some are left."""
    parser = argparse.ArgumentParser(prog="python -m tests.accept", description="Accept changes of the wire corpus.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these cases")
    parser.add_argument("--all", action="store_true", help="take every difference without asking")
    args = parser.parse_args()
    found = cases(args.names)
    left = 0
    for case in found:
        with redirect_stderr(io.StringIO()):
            changed = differences(case)
        for difference in changed:
            print(difference.diff)
            if args.all or input(f"Is {difference.path.name} right now? [y/n] ").strip().lower() == "y":
                _take(difference)
            else:
                left += 1
    print(f"{len(found)} cases, {left} differences left")
    return 1 if left else 0


def _take(difference: Difference) -> None:
    if difference.new:
        difference.path.write_text(difference.new, encoding="utf-8")
    else:
        difference.path.unlink()


if __name__ == "__main__":
    sys.exit(main())
