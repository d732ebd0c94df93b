"""Emptying the database after a test that committed, which the audit log would refuse."""

from collections.abc import Iterable

from django.db.backends.base.operations import BaseDatabaseOperations

GUARD = "groundplan_an_audit_entry_delete"
_flush = BaseDatabaseOperations.execute_sql_flush


def allow() -> None:
    """Let the tests' flush through. PostgreSQL truncates, which no trigger of a row sees; SQLite deletes."""
    setattr(BaseDatabaseOperations, _flush.__name__, _flushed)


def _flushed(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    connection = operations.connection
    if connection.vendor != "sqlite":
        _flush(operations, sql_list)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [GUARD])
        found = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER IF EXISTS {GUARD}")
    _flush(operations, sql_list)
    if found:
        with connection.cursor() as cursor:
            cursor.execute(found[0])
