"""The newsroom that a day is sent to: set up once a database, copied for each round."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from chaos import copy, real, stories
from tests.postgres import Server

REPO = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "dateline.cli")
TEMPLATE = "chaos_template"
ADDRESS = "https://chaos.example"
"""What pages give as the site's own address, whatever port it is asked at: so that they are the same in every round."""

INVENTED = (copy.NEWSML_AGENCY, copy.NITF_AGENCY, copy.OTHER_AGENCY)
SECTIONS = {"BIN": "Binnenland", "BUI": "Buitenland", "ECO": "Economie", "SPO": "Sport"}
SECRET = "CHAOS_SECRET"
"""The variable in which the source that copy is pushed to finds its secret."""


@dataclass(frozen=True)
class Installation:
    """A Dateline's data, database and folders. `url` is None for SQLite."""

    data: Path
    folders: Path
    url: str | None = None
    secret: str = "not-a-secret-0123456789abcdef-0123456789abcdef"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find, and nothing of the Dateline of whoever runs this."""
        found = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "DJANGO_"))}
        found.pop("DATABASE_URL", None)
        found |= {"DATELINE_DATA": str(self.data), "DATELINE_BASE_URL": ADDRESS, SECRET: self.secret}
        return found | ({"DATABASE_URL": self.url} if self.url else {})

    def folder(self, source: str) -> Path:
        """The folder of a source."""
        return self.folders / source

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says (`?` for values). Raises what its driver raises while it is away."""
        if self.url:
            with psycopg.connect(self.url, connect_timeout=3) as connection:
                return connection.execute(statement.replace("?", "%s"), values).fetchall()  # type: ignore[arg-type]
        with closing(sqlite3.connect(f"file:{self.data}/dateline.sqlite3?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(statement, values).fetchall()

    def run(self, *words: str, module: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Carries out a command of `dateline` on it, or a module of ours."""
        command = [sys.executable, "-m", module, *words] if module else [*COMMAND, *words]
        return subprocess.run(
            command, env=self.environment | more, cwd=REPO, capture_output=True, text=True, check=False, timeout=300
        )


def set_up(folder: Path, server: Server | None = None) -> Installation:
    """Makes the newsroom; `copied` gives those to play in."""
    url = server.create(TEMPLATE) if server else None
    made = Installation(folder / "template", folder / "in", url)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "setup.toml"
    file.write_text(_toml(made))
    done = made.run("setup", str(file))
    if done.returncode:
        raise RuntimeError(f"dateline setup: {done.stderr or done.stdout}")
    return made


def copied(made: Installation, name: str, server: Server | None = None) -> Installation:
    """A fresh newsroom like the one that was set up, under a name; one of that name from before is removed."""
    data = made.data.with_name(name)
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(made.data, data)
    shutil.rmtree(made.folders, ignore_errors=True)
    for source in FOLDERS:
        made.folder(source).mkdir(parents=True)
    url = None
    if server:
        server.drop(name)
        url = server.create(name, TEMPLATE)
        # Without it a crash takes the new database's sequences back to where they were in the template, since what is
        # ahead of them was logged there and not here.
        server.run("CHECKPOINT")
    return Installation(data, made.folders, url)


FOLDERS: Mapping[str, tuple[str, ...]] = {
    stories.FOLDER: (*INVENTED[:2], "ANP"),
    stories.STAYING: (*INVENTED[:2], "ANP"),
    stories.SECOND: INVENTED[2:],
    stories.STRANGER: (),
    stories.REAL: real.PROVIDERS,
}
"""The watched folders and whose copy each publishes."""


def _toml(made: Installation) -> str:
    lines = ['[site]\ntitle = "Chaos"\n']
    for code in dict.fromkeys((*INVENTED, *real.PROVIDERS)):
        lines.append(f'[[provider]]\ncode = "{code}"\nname = "{code}"\nretention_days = 0\nzone = "Europe/Amsterdam"\n')
    for name in SECTIONS.values():
        lines.append(f'[[section]]\nname = "{name}"\nslug = "{name.lower()}"\n')
    for slug, providers in FOLDERS.items():
        done = "stay" if slug == stories.STAYING else "move"
        lines.append(
            f'[[source]]\nslug = "{slug}"\npath = "{made.folder(slug)}"\ndone = "{done}"\n'
            f"providers = {list(providers)}\n"
        )
    providers = [*INVENTED[:2], "ANP"]
    lines.append(
        f'[[source]]\nslug = "{stories.PUSHED}"\nkind = "push"\nrate = 100000\nproviders = {providers}\n'
        f'secret_from = "env:{SECRET}"\n'
    )
    for code, name in SECTIONS.items():
        for category in (code, *(f"{agency}/{code}" for agency in (*INVENTED, "ANP"))):
            lines.append(f'[[rule]]\ncategory = "{category}"\nsection = "{name}"\n')
    lines.append('[[rule]]\nprovider = "AFP"\nsection = "Buitenland"\naction = "desk"\n')
    lines.append('[[rule]]\nsection = "Buitenland"\n')
    return "\n".join(lines).replace("'", '"')
