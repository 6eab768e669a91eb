"""How the database carries out what is asked of it: by an index, or by looking through a table."""

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

SMALL = ("newsroom_provider", "newsroom_section", "newsroom_rule", "newsroom_source", "newsroom_house", "sqlite_")
"""Tables of some dozen rows at the most: to look through one is no fault."""

_ASKING = ("SELECT", "UPDATE", "DELETE")
_INDEX = re.compile(r"(?:USING INDEX|COVERING INDEX|Index (?:Only )?Scan (?:Backward )?using) (\w+)")


class Plan:
    """The plans of all that an action asked: `indexes` that are used, tables that are looked through (`scans`), and
    whether anything is put in order by hand (`sorts`).
    """

    def __init__(self, action: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as queries:
            action()
        self.indexes: list[str] = []
        self.scans: list[str] = []
        self.sorts = False
        is_postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            # Tables of a few rows are best looked through. What can't be done by an index is so all the same.
            for way in ("seqscan", "bitmapscan", "sort") if is_postgresql else ():
                cursor.execute(f"SET enable_{way} = off")
            for query in queries.captured_queries:
                if query["sql"].startswith(_ASKING) and "pg_advisory" not in query["sql"]:
                    self._look(query["sql"], cursor)
            for way in ("seqscan", "bitmapscan", "sort") if is_postgresql else ():
                cursor.execute(f"RESET enable_{way}")

    def _look(self, sql: str, cursor: object) -> None:
        how = "EXPLAIN (COSTS OFF) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(how + sql)  # type: ignore[attr-defined]
        lines = [str(row[-1]).strip() for row in cursor.fetchall()]  # type: ignore[attr-defined]
        for line in lines:
            self.indexes += re.findall(_INDEX, line)
            scan = re.match(r"(?:->\s+)?(?:Seq Scan on|SCAN) (\w+)", line)
            if scan and not scan[1].startswith(SMALL):
                self.scans.append(f"{line}: {sql}")
            self.sorts |= "TEMP B-TREE" in line or bool(re.match(r"(?:->\s+)?(?:Incremental )?Sort\b", line))
