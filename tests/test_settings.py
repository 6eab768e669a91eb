"""The settings follow the environment, and looking at them changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def settings_say(expression: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Evaluate an expression over the settings `s` in a process of its own, in `folder`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    code = f"from django.conf import settings as s; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=clean | {"DJANGO_SETTINGS_MODULE": "dateline.settings"} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_data_is_below_the_current_folder_unless_told(tmp_path):
    assert settings_say("s.DATA", tmp_path).stdout.strip() == str(tmp_path / ".data")
    elsewhere = str(tmp_path / "elsewhere")
    assert settings_say("s.DATA", tmp_path, DATELINE_DATA=elsewhere).stdout.strip() == elsewhere


def test_looking_at_the_settings_writes_nothing(tmp_path):
    assert settings_say("s.DATABASES", tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_when_it_is_first_used(tmp_path):
    first = settings_say("str(s.SECRET_KEY)", tmp_path).stdout
    assert len(first) > 50
    assert settings_say("str(s.SECRET_KEY)", tmp_path).stdout == first


def test_the_base_address_decides_hosts_and_cookies(tmp_path):
    said = settings_say(
        "[s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS]",
        tmp_path,
        DATELINE_BASE_URL="https://news.example/",
        DATELINE_HOSTS="desk.example, 10.0.0.1",
    )
    assert said.stdout.strip() == (
        "[['10.0.0.1', 'desk.example', 'news.example'], True, True, ['https://news.example']]"
    )
    assert settings_say("s.SESSION_COOKIE_SECURE", tmp_path).stdout.strip() == "False"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_BASE_URL", "news.example"),
        ("DATELINE_BASE_URL", "https://news.example/news"),
        ("DATELINE_BASE_URL", "ftp://news.example"),
        ("DATELINE_BASE_URL", "http://["),
        ("DATELINE_BASE_URL", "https://news.example#top"),
        ("DATELINE_DATA", "~nobody-of-that-name/data"),
        ("DATELINE_LANGUAGE", "tlh"),
        ("DATELINE_HOUSE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_choice_is_named(tmp_path, name, value):
    said = settings_say("s.DATA", tmp_path, **{name: value})
    assert said.returncode != 0
    assert f"{name} is {value!r}, but must be" in said.stderr


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_is_set_up_to_keep_what_it_acknowledges():
    from django.db import connection

    with connection.cursor() as cursor:
        found = {
            pragma: cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "temp_store": 2,
    }


def test_the_policy_allows_nothing_inline(client):
    policy = client.get("/desk/admin/login/").headers["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]


def test_proxies_are_addresses_and_networks_and_none_by_default(tmp_path):
    assert settings_say("s.TRUSTED_PROXIES", tmp_path).stdout.strip() == "()"
    said = settings_say("*s.TRUSTED_PROXIES", tmp_path, DATELINE_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8,::1,")
    assert said.stdout.split() == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    for wrong in ("*", "0.0.0.0/0", "proxy.example", "127.0.0.1;10.0.0.1"):
        said = settings_say("s.DATA", tmp_path, DATELINE_TRUSTED_PROXIES=wrong)
        assert said.returncode != 0
        assert f"DATELINE_TRUSTED_PROXIES has {wrong!r}: " in said.stderr


def test_a_token_that_could_be_guessed_is_refused(tmp_path):
    assert settings_say("len(s.METRICS_TOKEN)", tmp_path, DATELINE_METRICS_TOKEN="0123456789abcdef").stdout == "16\n"
    for wrong in ("secret", "héél lang en toch niet goed"):
        said = settings_say("s.DATA", tmp_path, DATELINE_METRICS_TOKEN=wrong)
        assert said.returncode != 0
        assert "DATELINE_METRICS_TOKEN must be at least 16 characters of ASCII" in said.stderr
        assert wrong not in said.stderr


def test_browsers_are_held_to_https_where_the_address_is(tmp_path):
    assert settings_say("s.SECURE_HSTS_SECONDS", tmp_path).stdout == "0\n"
    said = settings_say("s.SECURE_HSTS_SECONDS", tmp_path, DATELINE_BASE_URL="https://news.example")
    assert int(said.stdout) > 10_000_000


def test_half_a_provider_is_no_start(tmp_path):
    said = settings_say("s.OIDC", tmp_path, DATELINE_OIDC_ISSUER="https://login.example")
    assert said.returncode != 0
    assert "DATELINE_OIDC_CLIENT is needed" in said.stderr
