"""Errors that pass and errors that do not, as either database raises them."""

import sqlite3
import threading
from typing import Any

import psycopg
import pytest
from django.db import DataError, Error, IntegrityError, ProgrammingError, connection, connections, transaction

from dateline.database import is_passing
from dateline.newsroom.models import Number, Provider


def raised(statement: str, *values: Any) -> Error:
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return caught.value


@pytest.mark.django_db
def test_what_is_wrong_with_the_statement_or_the_values_does_not_pass():
    Provider.objects.create(code="ANP", name="ANP")
    number = Number.objects.values_list("name", flat=True)[0]
    for statement in ("SELECT nothing FROM nowhere", "SELEC 1"):
        assert not is_passing(raised(statement)), statement
    assert not is_passing(raised("INSERT INTO newsroom_number (name, n, era) VALUES (%s, 0, '')", number))
    assert not is_passing(raised("UPDATE newsroom_number SET n = NULL"))
    assert not is_passing(ValueError("x"))


@pytest.mark.postgresql
@pytest.mark.django_db
def test_what_only_postgresql_refuses_does_not_pass():
    assert isinstance(error := raised("UPDATE newsroom_house SET title = %s", "x" * 5000), DataError), error
    assert not is_passing(error)
    assert not is_passing(raised("SELECT 1 / 0"))
    with pytest.raises((DataError, ValueError)) as caught, transaction.atomic():
        Provider.objects.create(code="NUL", name="a\x00b")
    assert not is_passing(caught.value)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_postgresql_cannot_do_just_now_passes():
    assert is_passing(raised("SET statement_timeout = 10; SELECT pg_sleep(5)"))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    with psycopg.connect(**connection.get_connection_params() | {"context": None, "cursor_factory": None}) as other:
        other.execute("LOCK TABLE newsroom_house")
        assert is_passing(raised("SET lock_timeout = 10; UPDATE newsroom_house SET title = 'x'"))
    assert is_passing(raised("SET TRANSACTION READ ONLY; UPDATE newsroom_house SET title = 'x'"))
    assert is_passing(idle_for_too_long())
    connection.close()
    with pytest.raises(Error) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_passing(caught.value)
    with pytest.raises(Error) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert is_passing(caught.value), "the connection is closed"
    connection.close()


def idle_for_too_long() -> Error:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 20")
            threading.Event().wait(0.3)
            cursor.execute("SELECT 1")
    except Error as error:
        return error
    raise AssertionError("it was not ended")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_that_wait_for_each_other_pass():
    """PostgreSQL ends one of them."""
    found: list[BaseException] = []
    both = threading.Barrier(2)

    def lock(*tables: str) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"LOCK TABLE {table}")
                    if table == tables[0]:
                        both.wait(5)
        except Error as error:
            found.append(error)
        finally:
            connections.close_all()

    tables = ("newsroom_house", "newsroom_section")
    threads = [threading.Thread(target=lock, args=order) for order in (tables, tables[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [is_passing(error) for error in found] == [True]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_what_sqlite_cannot_do_just_now_passes(settings):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
        try:
            other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            assert is_passing(raised("UPDATE newsroom_house SET title = 'x'"))
        finally:
            other.close()
            cursor.execute("PRAGMA busy_timeout = 5000")


def test_without_a_code_it_is_the_kind_that_counts():
    from django.db import InterfaceError, OperationalError

    assert is_passing(OperationalError("the connection is lost"))
    assert is_passing(InterfaceError("the connection is closed"))
    assert not is_passing(IntegrityError("x"))
    assert not is_passing(ProgrammingError("x"))


@pytest.mark.postgresql
@pytest.mark.django_db
def test_short_ids_are_in_the_order_of_bytes_whatever_the_language_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, collation_name FROM information_schema.columns"
            " WHERE column_name = 'short_id' AND table_schema = current_schema() ORDER BY 1"
        )
        found = cursor.fetchall()
    assert found == [(f"newsroom_{table}", "C") for table in ("article", "item", "reference")]
