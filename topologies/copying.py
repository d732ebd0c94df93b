"""Copies every row of one draft into another inside the database: one statement for each section, whatever it holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

from topologies.graph import SECTIONS
from topologies.models import ROWS, Draft, ElementRow
from topologies.snapshots import Bridge, bridges

quote = connection.ops.quote_name


def copy_rows(source: Draft, target: Draft) -> None:
    """Give the target, which holds no row, what the source holds. Header and stamp are the caller's."""
    with connection.cursor() as cursor, _joined_whole(cursor):
        for name in SECTIONS:
            statement = _insert(name, bridges()[name])
            cursor.execute(statement, {"source": source.pk, "target": target.pk})
            # A zone follows the zone that it stands in, level by level.
            while name == "zones" and cursor.rowcount > 0:
                cursor.execute(statement, {"source": source.pk, "target": target.pk})


@contextmanager
def _joined_whole(cursor: CursorWrapper) -> Iterator[None]:
    """PostgreSQL knows nothing of rows that came since it last counted, and would look up thousands one by one."""
    if connection.vendor != "postgresql":
        yield
        return
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def _insert(name: str, bridge: Bridge) -> str:
    """What a row refers to is found in the target by its key."""
    table = _table(bridge.row)
    plain = [_column(bridge.row, field) for field in bridge.plain]
    references = [
        (_column(bridge.row, column.removesuffix("_id")), _table(ROWS[section]), f"far{place}")
        for place, (section, column) in enumerate(_places(bridge))
    ]
    joins = "".join(
        f" LEFT JOIN {far} {alias}_old ON {alias}_old.id = here.{column} AND {alias}_old.draft_id = %(source)s"
        f" LEFT JOIN {far} {alias} ON {alias}.draft_id = %(target)s AND {alias}.key = {alias}_old.key"
        for column, far, alias in references
    )
    into = ", ".join(["draft_id", *plain, *(column for column, _, _ in references)])
    values = ", ".join(
        ["%(target)s", *(f"here.{one}" for one in plain), *(f"{alias}.id" for _, _, alias in references)]
    )
    only = _next_level(table) if name == "zones" else ""
    # Every name comes from the models; what is asked is a parameter.
    return f"INSERT INTO {table} ({into}) SELECT {values} FROM {table} here{joins} WHERE here.draft_id = %(source)s{only}"  # noqa: S608


def _next_level(table: str) -> str:
    """Zones that are not there yet and whose own zone is."""
    there = f"SELECT 1 FROM {table} there WHERE there.draft_id = %(target)s AND there.key = here.key"  # noqa: S608
    return f" AND (here.parent_id IS NULL OR far0.id IS NOT NULL) AND NOT EXISTS ({there})"


def _places(bridge: Bridge) -> Iterator[tuple[str, str]]:
    """Each section that a row may refer to, with the column that holds the reference."""
    for places in bridge.references.values():
        yield from places.items()


def _table(row: type[ElementRow]) -> str:
    return quote(row._meta.db_table)


def _column(row: type[ElementRow], field: str) -> str:
    return quote(next(str(one.column) for one in row._meta.concrete_fields if one.name == field))
