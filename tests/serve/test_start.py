"""What a process does first, on PostgreSQL."""

import pytest
from django.db import connection
from django.db.utils import OperationalError

from dateline.postgresql import patience
from dateline.serve import start

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_bringing_the_tables_up_to_date_may_take_longer_than_anything_else(monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    with start._alone(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")
    connection.close()
