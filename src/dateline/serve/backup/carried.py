"""What a restore carries over from the newsroom that it ends, because to forget it would do harm.

The numbers by which processes follow the newsroom go on rising, and no row gets a key that another had: whoever holds
one in memory must not take what is new for what is old. What protects is not loosened: shorter retention, secrets that
were renewed, accounts that were closed and passwords that were changed since the backup stay so.
"""

import uuid
from typing import Any

from django.contrib.auth.models import User

from dateline.desk.people.sealing import opened_or_none
from dateline.newsroom.models import Number, Provider, Source, Touch
from dateline.newsroom.removals import Rows
from dateline.newsroom.transaction import CHANGE, EDITION
from dateline.serve.backup.beside import Beside
from dateline.serve.backup.tables import Table

STEP = 2
"""By how much the numbers jump at the least: a gap, which tells web processes to drop all that they keep."""


def carry_keys(beside: Beside, old: Rows, tables: list[Table]) -> None:
    """Has rows counted on from where the old newsroom was, if that is further."""
    for table in tables:
        if table.counted:
            beside.count_from(table, beside.counts(old, table))


def begin_era(old: Rows | None) -> None:
    """Begins an era of the numbers, above those of the old newsroom and of this one."""
    before = _numbers(old) if old is not None else {}
    own = dict(Number.objects.values_list("name", "n"))
    era = uuid.uuid4().hex
    for name in (CHANGE, EDITION):
        n = max(own.get(name, 0), before.get(name, 0)) + STEP
        Number.objects.update_or_create(name=name, defaults={"n": n, "era": era})
    Touch.objects.all().delete()


def carry_protection(old: Rows) -> list[str]:
    """Carries over what protects; gives a sentence for each thing that is not as it was in the backup."""
    return [*_retention(old), *_secrets(old), *_accounts(old)]


def drop_unreadable_factors() -> list[str]:
    """Removes codes that were sealed with another secret key: nobody could ever type one. Gives a sentence for each."""
    from allauth.mfa.models import Authenticator  # not above: this is imported before its application is there

    said = []
    for row in Authenticator.objects.filter(type__in=("totp", "recovery_codes")).select_related("user"):
        texts = [row.data.get("secret"), row.data.get("seed"), *row.data.get("migrated_codes", [])]
        if any(isinstance(text, str) and opened_or_none(text) is None for text in texts):
            row.delete()
            said.append(f"account {row.user.username} loses its codes: another secret key made them")
    return said


def _numbers(old: Rows) -> dict[str, int]:
    return {str(name): int(n) for name, n in old("SELECT name, n FROM newsroom_number")}


def _retention(old: Rows) -> list[str]:
    said = []
    for code, days in old("SELECT code, retention_days FROM newsroom_provider WHERE retention_days > 0"):
        provider = Provider.objects.filter(code=code).first()
        if provider is not None and (not provider.retention_days or provider.retention_days > days):
            provider.retention_days = days
            provider.save(update_fields=["retention_days"])
            said.append(f"provider {code} keeps its shorter retention of {days} days")
    return said


def _secrets(old: Rows) -> list[str]:
    said = []
    for slug, turn in old("SELECT slug, secret_turn FROM newsroom_source WHERE secret_turn > 1"):
        if Source.objects.filter(slug=slug, secret_turn__lt=turn).update(secret_turn=turn):
            said.append(f"source {slug} keeps the secret that it was given since")
    return said


def _accounts(old: Rows) -> list[str]:
    rows = old("SELECT username, password, is_active, is_staff, is_superuser FROM auth_user")
    before: dict[str, tuple[Any, ...]] = {row[0]: row[1:] for row in rows}
    said = []
    for user in User.objects.all():
        password, *rights = before.get(user.username, (user.password, False, False, False))
        kept = (password, *(now and bool(then) for now, then in zip(_rights(user), rights, strict=True)))
        if kept != (user.password, *_rights(user)):
            said.append(f"account {user.username} keeps its newer password and rights")
            user.password, user.is_active, user.is_staff, user.is_superuser = kept
            user.save(update_fields=["password", "is_active", "is_staff", "is_superuser"])
    return said


def _rights(user: User) -> tuple[bool, bool, bool]:
    return user.is_active, user.is_staff, user.is_superuser
