"""python -m fuzz [FORMAT …] [--seconds N]     go on changing copy for each reader, and keep what breaks something
python -m fuzz [FORMAT …] --fixed N          read the same N changed files each time, without atheris
python -m fuzz --file FORMAT FILE            hold one file to the promises, as it was found
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import traceback
import zlib
from pathlib import Path
from random import Random
from typing import Any

from fuzz.check import Broken, check
from fuzz.mutate import mutate
from fuzz.seeds import REPO, readers, seeds

FOUND = REPO / "fuzz" / "found"
"""Where files that broke something are kept; git does not see it."""

RSS_LIMIT = 450
"""Megabytes of a process that fuzzes; atheris and the seeds take some 200. `--fixed` measures Dateline alone."""


def main() -> int:
    """Gives 1 where something broke."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "formats", nargs="*", metavar="FORMAT", help=f"which readers: {', '.join(readers())} (default all)"
    )
    parser.add_argument("--seconds", type=int, default=60, help="how long for each reader (default 60)")
    parser.add_argument("--fixed", type=int, metavar="N", help="read N files for each reader, the same each time")
    parser.add_argument("--file", nargs=2, metavar=("FORMAT", "FILE"), help="check one file")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.file:
        check(Path(args.file[1]).read_bytes(), args.file[0])
        return 0
    if args.one:
        return _fuzz(args.one, args.seconds)
    if unknown := set(args.formats) - set(readers()):
        parser.error(f"no such reader: {', '.join(sorted(unknown))}")
    if args.fixed:
        return _fixed(args.formats or readers(), args.fixed)
    broken = [name for name in args.formats or readers() if not _apart(name, args.seconds)]
    print(f"broken: {', '.join(broken)}; see {FOUND}" if broken else "nothing broke", flush=True)
    return 1 if broken else 0


def _apart(name: str, seconds: int) -> bool:
    """Fuzz one reader in a process of its own, which libFuzzer ends; whether nothing broke."""
    print(f"{name} …", flush=True)
    command = [sys.executable, "-m", "fuzz", "--one", name, "--seconds", str(seconds)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, errors="replace")
    last = [line for line in done.stderr.splitlines() if re.match(r"#\d+|Done|.*Broken|SUMMARY|==\d+== ERROR", line)]
    print(f"  {name}: " + "; ".join(last[-1:] if done.returncode == 0 else last[-4:]), flush=True)
    if done.returncode:
        (FOUND / f"{name}.log").write_text(done.stderr[-20_000:])
    return done.returncode == 0


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["dateline.wire"]):
        for module in [module for module in sys.modules if module.startswith(("dateline", "fuzz.check", "fuzz.seeds"))]:
            del sys.modules[module]  # so that it is imported anew, with the counters that atheris steers by
        from fuzz.check import check as checked
        from fuzz.seeds import seeds as taken

    others = taken(shared=True)[name]
    folder = REPO / "fuzz" / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(exist_ok=True)
    for number, data in enumerate(others):
        (folder / f"seed-{number}").write_bytes(data)

    def changed(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.1:
            return bytes(atheris.Mutate(data, max_size))
        return mutate(data, others, random)[:max_size]

    def one(data: bytes) -> None:
        checked(data, name)

    options = (
        f"-max_total_time={seconds}",
        "-max_len=200000",
        "-len_control=0",
        "-timeout=60",
        f"-rss_limit_mb={RSS_LIMIT}",
    )
    words = [sys.argv[0], *options, f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=0", str(folder)]
    atheris.Setup(words, one, custom_mutator=changed, internal_libfuzzer=True)
    atheris.Fuzz()
    return 0


def _fixed(names: tuple[str, ...] | list[str], count: int) -> int:
    """Print what came of a fixed number of files of each reader, a line of JSON each: see `_fixed_for`."""
    found = [_fixed_for(name, count) for name in names]
    print("\n".join(map(json.dumps, found)))
    return 1 if any(each["broken"] for each in found) else 0


def _fixed_for(name: str, count: int) -> dict[str, Any]:
    """What broke, how many files were read, the longest seconds, and the most megabytes until then."""
    others = seeds()[name]
    random = Random(zlib.crc32(name.encode()))  # the hash of a str is another in each process
    broken: dict[str, str] = {}
    slowest = 0.0
    read = 0
    for number in range(count):
        data = mutate(random.choice(others), others, random)
        started = time.process_time()
        try:
            # Every eighth finds its format by itself.
            read += check(data, name if number % 8 else None) is not None
        except Broken as error:
            broken[f"{name} {number}"] = "".join(traceback.format_exception(error)[-1:]).strip()
            if FOUND.is_dir():
                (FOUND / f"{name}-fixed-{number}").write_bytes(data)
        slowest = max(slowest, time.process_time() - started)
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    megabytes = int(peak[1]) / 1024 if peak else 0
    return {"format": name, "broken": broken, "read": read, "slowest": round(slowest, 3), "megabytes": megabytes}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
