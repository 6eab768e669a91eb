"""The guide to a new profile shows a real one: held to its code and to what is expected of its copy."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs/profiles/new.md").read_text("utf-8")


def test_the_profile_in_the_guide_is_the_one_that_runs() -> None:
    [shown] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert shown == (ROOT / "src/dateline/wire/profiles/tass.py").read_text("utf-8")


def test_the_facts_in_the_guide_are_those_expected_of_the_copy() -> None:
    [line] = (ROOT / "tests/wire/corpus/newsml-1-tass.expected.ndjson").read_text("utf-8").splitlines()
    expected = json.loads(line)
    shown = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|$", GUIDE, re.MULTILINE)
    assert len(shown) == 5
    assert [(key, str(expected[key])) for key, _ in shown] == shown


def test_every_profile_with_a_module_has_a_page() -> None:
    modules = {path.stem for path in (ROOT / "src/dateline/wire/profiles").glob("*.py")} - {
        "__init__",
        "profile",
        "others",
    }
    assert modules <= {path.stem for path in (ROOT / "docs/profiles").glob("*.md")}
