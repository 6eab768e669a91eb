"""Installations to measure: an empty one with a folder to fill, and archives that were filled once and are kept."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import invented
from bench.base import REPO, work_folder

COMMAND = (sys.executable, "-m", "dateline.cli")

SMALL, LARGE = 1_000, 100_000
LARGE_QUICKLY = 10_000


def large(quick: bool) -> int:
    """How many items the large archive has; in a quick run it is not so large."""
    return LARGE_QUICKLY if quick else LARGE


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a Dateline on a data directory, and nothing of the one outside."""
    outside = ("DATELINE_", "DJANGO_", "DATABASE_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    return clean | {"DATELINE_DATA": str(data)} | more


def set_up(data: Path, **environ: str) -> Path:
    """Make an installation that takes in the invented agency's copy; gives the folder to fill."""
    folder = data.parent / f"{data.name}-in"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f'[[provider]]\ncode = "{invented.PROVIDER}"\nname = "Bedacht Nieuwsbureau"\nretention_days = 0\n',
        *(f'[[section]]\nname = "{name}"\nslug = "{name.lower()}"\n' for name in invented.SECTIONS.values()),
        f'[[source]]\nslug = "bench"\npath = "{folder}"\nproviders = ["{invented.PROVIDER}"]\n',
        *(
            f'[[rule]]\nprovider = "{invented.PROVIDER}"\ncategory = "{code}"\nsection = "{name}"\n'
            for code, name in invented.SECTIONS.items()
        ),
    ]
    file = data.parent / f"{data.name}.toml"
    file.write_text("\n".join(lines))
    subprocess.run(
        [*COMMAND, "setup", str(file)],
        env=environment(data, **environ),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=REPO,
    )
    return folder


def archive(size: int) -> Path:
    """The data directory of an archive of so many items, filled by the ordinary verbs the first time."""
    data = work_folder() / f"archive-{size}"
    mark = data / "filled.json"
    if mark.exists() and tables(data) == _tables_now():
        return data
    shutil.rmtree(data, ignore_errors=True)
    set_up(data)
    print(f"  filling an archive of {size:,} items, once …", file=sys.stderr, flush=True)
    fill(data, size)
    with closing(sqlite3.connect(data / "dateline.sqlite3")) as database:
        found = database.execute("SELECT count(*) FROM newsroom_article WHERE state = 'published'").fetchone()[0]
    if found != size:
        raise RuntimeError(f"{found} of {size} items were published")
    mark.write_text(json.dumps({"size": size}))
    return data


def fill(data: Path, size: int, **environ: str) -> None:
    """Take so many invented items in, by the ordinary verbs."""
    env = environment(data, **environ)
    subprocess.run([sys.executable, "-m", "bench.fill", str(size)], env=env, check=True, cwd=REPO)


def inside(data: Path, module: str, *words: str, **environ: str) -> Any:
    """Run a measurement in a process of its own on an installation; what it prints last is JSON."""
    env = environment(data, **environ)
    done = subprocess.run([sys.executable, "-m", module, *words], env=env, capture_output=True, text=True, cwd=REPO)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def tables(data: Path) -> str:
    """A sum over the tables of an installation."""
    with closing(sqlite3.connect(data / "dateline.sqlite3")) as database:
        rows = database.execute("SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'newsroom%' ORDER BY name")
        return hashlib.sha256("\n".join(str(sql) for (sql,) in rows).encode()).hexdigest()[:16]


def _tables_now() -> str:
    """The same of the tables that this code makes: an archive made with other tables is made again."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        data = Path(folder, "data")
        set_up(data)
        return tables(data)
