"""What the database itself refuses and no constraint of Django's can say (docs/adr/0006-rules-in-the-database.md):

- a reference to an element of another draft, whether made by an insert or by an update;
- a key that another section of the draft already uses;
- an element that changes its key or its draft;
- any change of a revision, and any change or deletion of an entry of the audit log.

Triggers are dropped before migrations, because SQLite can not remake a table that a trigger names, and made anew
after them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Table = type[models.Model]
PREFIX = "groundplan_"

# Found by its id and nothing else: where rows were never counted, PostgreSQL may take one draft's rows for as few as one.
_STRAY = (
    "NEW.{column} IS NOT NULL AND NEW.draft_id <>"
    " COALESCE((SELECT far.draft_id FROM {target} AS far WHERE far.id = NEW.{column}), 0)"
)
_POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql{settings} AS $$ BEGIN {body} END $$"
)
_POSTGRES_TRIGGER = (
    "CREATE OR REPLACE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
)
# What is never touched again once it is written, and in which ways.
_FROZEN = {"Revision": ("a_revision", ("UPDATE",)), "AuditEntry": ("an_audit_entry", ("UPDATE", "DELETE"))}
_SQLITE_TRIGGER = "CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW {condition} BEGIN {body}; END"


def install(using: str = "default", apps: Apps = installed, **_signal: Any) -> None:
    """Make every trigger anew. Receives post_migrate, whose `apps` may be those of an earlier migration."""
    connection = connections[using]
    drop(using)
    statements = {"postgresql": _postgres, "sqlite": _sqlite}[connection.vendor]
    with connection.cursor() as cursor:
        for table in _element_tables(apps):
            for statement in statements(table, connection.ops.quote_name):
                cursor.execute(statement)
        for statement in _frozen(apps, connection):
            cursor.execute(statement)


def drop(using: str = "default", **_signal: Any) -> None:
    """Drop every trigger. Receives pre_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            on = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def _present(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    queries = {
        "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE tgname LIKE %s AND pg_table_is_visible(tgrelid)",
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor], [f"{PREFIX}%"])
        return list(cursor.fetchall())


def _element_tables(apps: Apps) -> Iterator[Table]:
    from topologies.models import ROWS

    for row in ROWS.values():
        try:
            yield apps.get_model("topologies", row.__name__)
        except LookupError:
            continue


def _stray(table: Table, quote: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Column -> the condition that it refers to no element of the row's own draft."""
    from topologies.models import ROWS

    names = {row.__name__ for row in ROWS.values()}
    for field in table._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target.__name__ in names:
            yield (
                str(field.column),
                _STRAY.format(column=quote(str(field.column)), target=quote(target._meta.db_table)),
            )


def _postgres(table: Table, quote: Callable[[str], str]) -> Iterator[str]:
    """What is inserted or deleted is looked at by the statement: a draft is copied or closed with thousands of rows in one."""
    name, on = PREFIX + table._meta.db_table, quote(table._meta.db_table)
    strays = dict(_stray(table, quote))
    changed = "".join(_refused(column, stray) for column, stray in strays.items())
    yield _POSTGRES_FUNCTION.format(name=name, settings="", body=f"{_FIXED}{changed}RETURN NEW;")
    yield _POSTGRES_TRIGGER.format(name=name, when="BEFORE UPDATE", table=on, each="ROW")
    some = "EXISTS (SELECT 1 FROM fresh WHERE {})"
    added = "".join(
        _refused(column, some.format(stray.replace("NEW.", "fresh."))) for column, stray in strays.items()
    )
    for when, rows, body in (
        ("INSERT", "NEW TABLE AS fresh", added + _NEW_KEYS),
        ("DELETE", "OLD TABLE AS gone", _OLD_KEYS),
    ):
        told, seen = f"{name}_{when.lower()}", f"{on} REFERENCING {rows}"
        yield _POSTGRES_FUNCTION.format(name=told, settings=_BY_INDEX, body=f"{body}RETURN NULL;")
        yield _POSTGRES_TRIGGER.format(name=told, when=f"AFTER {when}", table=seen, each="STATEMENT")


_FIXED = (
    "IF NEW.key <> OLD.key OR NEW.draft_id <> OLD.draft_id"
    " THEN RAISE check_violation USING MESSAGE = 'an element keeps its key and its draft'; END IF; "
)
_NEW_KEYS = "INSERT INTO topologies_elementkey (draft_id, key) SELECT draft_id, key FROM fresh; "
_OLD_KEYS = (
    "DELETE FROM topologies_elementkey AS known USING gone"
    " WHERE known.draft_id = gone.draft_id AND known.key = gone.key; "
)
# The plan of a function is kept: one that was made for thousands of rows would read whole tables for a single one.
_BY_INDEX = " SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"


def _refused(column: str, condition: str) -> str:
    return (
        f"IF {condition} THEN RAISE foreign_key_violation"
        f" USING MESSAGE = '{column} refers to another draft'; END IF; "
    )


def _sqlite(table: Table, quote: Callable[[str], str]) -> Iterator[str]:
    name, on = PREFIX + table._meta.db_table, quote(table._meta.db_table)

    def trigger(suffix: str, when: str, body: str, condition: str = "") -> str:
        return _SQLITE_TRIGGER.format(
            name=f"{name}_{suffix}", when=when, table=on, condition=condition, body=body
        )

    for column, stray in _stray(table, quote):
        refuse = f"SELECT RAISE(ABORT, '{column} refers to another draft')"
        yield trigger(f"{column}_insert", "BEFORE INSERT", refuse, f"WHEN {stray}")
        yield trigger(f"{column}_update", f"BEFORE UPDATE OF {quote(column)}", refuse, f"WHEN {stray}")
    yield trigger(
        "fixed",
        "BEFORE UPDATE OF key, draft_id",
        "SELECT RAISE(ABORT, 'an element keeps its key and its draft')",
        "WHEN NEW.key <> OLD.key OR NEW.draft_id <> OLD.draft_id",
    )
    insert = "INSERT INTO topologies_elementkey (draft_id, key) VALUES (NEW.draft_id, NEW.key)"
    delete = "DELETE FROM topologies_elementkey WHERE draft_id = OLD.draft_id AND key = OLD.key"
    yield trigger("key_insert", "AFTER INSERT", insert)
    yield trigger("key_delete", "AFTER DELETE", delete)


def _frozen(apps: Apps, connection: BaseDatabaseWrapper) -> Iterator[str]:
    for model, (what, events) in _FROZEN.items():
        try:
            table = connection.ops.quote_name(apps.get_model("topologies", model)._meta.db_table)
        except LookupError:
            continue
        for event in events:
            name, message = f"{PREFIX}{what}_{event}".lower(), f"{what} never changes".replace("_", " ")
            yield from _refusal(connection, name, f"BEFORE {event}", table, message)


def _refusal(
    connection: BaseDatabaseWrapper, name: str, when: str, table: str, message: str
) -> Iterator[str]:
    if connection.vendor == "postgresql":
        body = f"RAISE check_violation USING MESSAGE = '{message}';"
        yield _POSTGRES_FUNCTION.format(name=name, settings="", body=body)
        yield _POSTGRES_TRIGGER.format(name=name, when=when, table=table, each="ROW")
    else:
        body = f"SELECT RAISE(ABORT, '{message}')"
        yield _SQLITE_TRIGGER.format(name=name, when=when, table=table, condition="", body=body)
