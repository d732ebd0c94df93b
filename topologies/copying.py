"""Copies every row of one draft into another inside the database: one statement for each section, whatever it holds."""

from collections.abc import Iterator, Mapping

from django.db import connection

from topologies.graph import SECTIONS
from topologies.models import ROWS, Draft, ElementRow
from topologies.snapshots import Bridge, bridges


def copy_rows(source: Draft, target: Draft) -> None:
    """Give the target, which holds no row, what the source holds. Header and stamp are the caller's."""
    with connection.cursor() as cursor:
        for name in SECTIONS:
            statement = _insert(name, bridges()[name])
            cursor.execute(statement, {"source": source.pk, "target": target.pk})
            # A zone follows the zone that it stands in, level by level.
            while name == "zones" and cursor.rowcount > 0:
                cursor.execute(statement, {"source": source.pk, "target": target.pk})


def _insert(name: str, bridge: Bridge) -> str:
    """What a row refers to is looked up in the target by its key, row by row: a plan that no statistics can spoil."""
    table = _table(bridge.row)
    values = {_column(bridge.row, field): f"here.{_column(bridge.row, field)}" for field in bridge.plain}
    for section, attribute in _places(bridge):
        column = _column(bridge.row, attribute.removesuffix("_id"))
        values[column] = _COPIED.format(far=_table(ROWS[section]), column=column)
    only = _next_level(table, values) if name == "zones" else ""
    into, what = ", ".join(["draft_id", *values]), ", ".join(["%(target)s", *values.values()])
    # Every name comes from the models; what is asked is a parameter.
    return (
        f"INSERT INTO {table} ({into}) SELECT {what} FROM {table} here WHERE here.draft_id = %(source)s{only}"  # noqa: S608
    )


_COPIED = (
    "(SELECT new.id FROM {far} old JOIN {far} new ON new.draft_id = %(target)s AND new.key = old.key"
    " WHERE old.id = here.{column})"
)


def _next_level(table: str, values: Mapping[str, str]) -> str:
    """Zones that are not there yet and whose own zone is."""
    parent = quote("parent_id")
    there = f"SELECT 1 FROM {table} there WHERE there.draft_id = %(target)s AND there.key = here.key"  # noqa: S608
    return f" AND (here.{parent} IS NULL OR {values[parent]} IS NOT NULL) AND NOT EXISTS ({there})"


def _places(bridge: Bridge) -> Iterator[tuple[str, str]]:
    """Each section that a row may refer to, with the column that holds the reference."""
    for places in bridge.references.values():
        yield from places.items()


def quote(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _table(row: type[ElementRow]) -> str:
    return quote(row._meta.db_table)


def _column(row: type[ElementRow], field: str) -> str:
    return quote(next(str(one.column) for one in row._meta.concrete_fields if one.name == field))
