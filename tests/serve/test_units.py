"""docs/examples says what is so: systemd accepts the units, and their names and settings are those of Dateline."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline import settings
from dateline.cli import parser_of
from dateline.serve.supervise import GRACE
from dateline.serve.web import STOP_SECONDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
UNITS = sorted((DOCS / "examples").glob("*.service"))


def value(unit: Path, key: str) -> str:
    found = re.findall(rf"^{key}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)
    assert found, f"{unit.name} has no {key}"
    return found[-1]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_a_unit(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is missing (apt install systemd)")
    copy = tmp_path / unit.name.replace("@", "@8001")
    copy.write_text(unit.read_text("utf-8").replace("/opt/dateline/bin/dateline", "/bin/true"))
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_there_is_and_gives_it_time_to_end(unit):
    program, name, *words = value(unit, "ExecStart").replace("%i", "8001").split()
    assert program == "/opt/dateline/bin/dateline"
    parser_of(name).parse_args(words)
    assert float(value(unit, "TimeoutStopSec")) > max(GRACE, STOP_SECONDS)
    assert value(unit, "KillMode") == "mixed", "SIGTERM to the parent alone, which ends its processes itself"
    assert value(unit, "UMask") == "0077"


def test_the_units_differ_in_what_they_must_only():
    lines = [set(unit.read_text("utf-8").splitlines()) for unit in UNITS]
    common = set.intersection(*lines)
    for unit, own in zip(UNITS, lines, strict=True):
        keys = {line.partition("=")[0] for line in own - common if not line.startswith("#")}
        assert keys <= {"Description", "ExecStart", "ReadWritePaths", "LimitNOFILE"}, unit.name
    assert "NoNewPrivileges=true" in common
    assert "ProtectSystem=strict" in common


def test_every_setting_is_documented_and_every_example_is_one():
    known = set(re.findall(r"^(DATELINE_\w+|DATABASE_URL)\b", settings.__doc__ or "", re.MULTILINE))
    read = set(re.findall(r'_(?:choice|list)\("(\w+)"', Path(settings.__file__).read_text("utf-8")))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "operations.md").read_text("utf-8"), re.MULTILINE))
    assert read | {"DATELINE_SECRET_KEY", "DATELINE_SECRET_KEY_BEFORE"} == known
    assert documented == known
    example = set(re.findall(r"^#?(\w+)=", (DOCS / "examples" / "environment").read_text("utf-8"), re.MULTILINE))
    assert example - known == {"ANP_SECRET"}, "a name of the installation's own"
