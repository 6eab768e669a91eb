"""One installation has one secret key, made once, that only its owner can read."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.secrets import BEFORE, FILE_NAME, KeyUnusable, is_there, keys_before, secret_key


def test_a_key_is_made_once_and_kept(tmp_path):
    data = tmp_path / "not" / "yet"
    key = secret_key(data)
    assert len(key) >= 50
    assert secret_key(data) == key
    assert secret_key(tmp_path / "another") != key


def test_only_the_owner_can_read_it(tmp_path):
    secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_those_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 64))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_the_environment_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_SECRET_KEY", "from the environment")
    assert secret_key(tmp_path) == "from the environment"
    assert list(tmp_path.iterdir()) == []


def test_the_key_before_counts_as_long_as_it_lies_there(tmp_path, monkeypatch):
    assert keys_before(tmp_path) == []
    first = secret_key(tmp_path)
    (tmp_path / FILE_NAME).rename(tmp_path / BEFORE)
    assert secret_key(tmp_path) != first
    assert keys_before(tmp_path) == [first]
    monkeypatch.setenv("DATELINE_SECRET_KEY_BEFORE", "from the environment")
    assert keys_before(tmp_path) == ["from the environment"]


def test_a_credential_of_systemd_comes_before_the_file(tmp_path, monkeypatch):
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    made = secret_key(tmp_path)
    (credentials / FILE_NAME).write_text("sealed on disk\n")
    assert made != secret_key(tmp_path) == "sealed on disk"
    assert is_there(tmp_path / "elsewhere")


def test_an_empty_file_is_no_key(tmp_path):
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(KeyUnusable, match="is empty: remove it"):
        secret_key(tmp_path)


def test_what_is_no_text_is_no_key(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\x00")
    with pytest.raises(KeyUnusable, match="is no key: remove it"):
        secret_key(tmp_path)
