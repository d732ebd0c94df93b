"""Emptying the database after a test that committed: rows are deleted where there are any, and what migrations made stays.
Django's own way truncates every table and makes content types, permissions and triggers anew, and the audit log would
refuse it."""

from collections.abc import Sequence

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

TEARDOWN = "_fixture_teardown"
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
GUARD = "groundplan_an_audit_entry_delete"


def quicken() -> None:
    """Let tests empty the database in this way."""
    setattr(TransactionTestCase, TEARDOWN, _emptied)


def _emptied(case: TransactionTestCase) -> None:
    for connection in connections.all():
        empty = {"postgresql": _empty_postgresql, "sqlite": _empty_sqlite}[connection.vendor]
        known = connection.introspection.django_table_names(only_existing=True, include_views=False)
        with transaction.atomic(using=connection.alias):
            empty(connection, sorted({*known} - KEPT))


def _empty_postgresql(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Once whoever else writes has ended, and without the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    _delete(connection, tables)


def _empty_sqlite(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Without the guard of the audit log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [GUARD])
        found = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER IF EXISTS {GUARD}")
    _delete(connection, tables)
    if found:
        with connection.cursor() as cursor:
            cursor.execute(found[0])


def _delete(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
