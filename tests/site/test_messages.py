"""The translations: everything that Dateline says has its Dutch, and what is compiled is what is written."""

import importlib.util
from types import ModuleType

import pytest

from tests.conftest import REPO

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """scripts/messages.py."""
    spec = importlib.util.spec_from_file_location("messages", REPO / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_is_in_every_catalogue(messages: ModuleType) -> None:
    wanted = {message.id for message in messages.collected() if message.id}
    for language in messages.LANGUAGES:
        known = {message.id for message in messages.read(language) if message.id}
        assert known == wanted, "run .venv/bin/python scripts/messages.py"


def test_every_message_has_its_dutch(messages: ModuleType) -> None:
    assert messages.untranslated(messages.read("nl")) == []


def test_what_is_compiled_is_what_is_written(messages: ModuleType) -> None:
    for language in messages.LANGUAGES:
        path = messages.po_path(language)
        assert path.with_suffix(".mo").read_bytes() == messages.compiled(messages.read(language)), language


def test_translations_keep_what_is_filled_in(messages: ModuleType) -> None:
    for message in messages.read("nl"):
        problems = list(message.check()) if message.id else []
        assert not problems, problems
