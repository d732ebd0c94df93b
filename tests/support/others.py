"""Who else uses the database of the tests."""

from django.db import connection

from portal.processes import wait_until


def gone() -> None:
    """Wait until they are; AssertionError with what they asked last where they stay."""
    wait_until(lambda: not _connected(), seconds=20, give_up=bool)
    if found := _connected():
        raise AssertionError(f"The database is still in use; what was asked last: {found}")


def _connected() -> list[str]:
    """What each other session asked last; SQLite has none that would be in the way."""
    if connection.vendor != "postgresql":
        return []
    asked = (
        "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [row[0] for row in cursor.fetchall()]
