"""Starts what the suite needs before Django reads its settings; loaded with `pytest -p`.

One process starts the services: the only one, or the one that hands tests to pytest-xdist's workers. Those find the
addresses in their environment, and each takes databases of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support import postgres, terraform, valkey

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
PROCESS = int(WORKER.removeprefix("gw") or 0)
DATABASES = ("sqlite", "postgresql")


def start_services() -> None:
    """A data folder, a broker, and PostgreSQL where TEST_DATABASE asks for it; all gone at the end."""
    data = Path(tempfile.mkdtemp(prefix="groundplan-"))
    data.chmod(0o755)  # PostgreSQL runs as a user who must reach its folder in this one
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ.update(GROUNDPLAN_MODE="development", GROUNDPLAN_DATA=str(data), SECRET_KEY="for tests only")
    os.environ.update(WORKER_NICENESS="0")  # tests wait for workers, and nobody for pages
    valkey.start(data)
    kind = os.environ.get("TEST_DATABASE", DATABASES[0])
    if kind not in DATABASES:
        raise pytest.UsageError(f"TEST_DATABASE is {kind!r}; choose one of {', '.join(DATABASES)}")
    if kind == "postgresql" and "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = postgres.start(data)


if not WORKER:
    start_services()
os.environ.update(valkey.addresses(PROCESS))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too")
    parser.addoption("--accept", action="store_true", help="write what is made now into the golden files")
    parser.addoption(
        "--database",
        action="store_true",
        help="leave out what no database can differ in: tests without one, and pages in the browser",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not _wanted(config, item)])
    items[:] = [item for item in items if _wanted(config, item)]


def _wanted(config: pytest.Config, item: pytest.Item) -> bool:
    if item.get_closest_marker("slow") and not config.getoption("--slow"):
        return False
    return not config.getoption("--database") or (_uses_database(item) and not _drives_programs(item))


def _uses_database(item: pytest.Item) -> bool:
    """Whether the test is given the database; every fixture for that asks for this one."""
    asked = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in asked or "db" in asked


def _drives_programs(item: pytest.Item) -> bool:
    """What browsers and workers do is seen once; on which database shows below them."""
    return bool(
        {"browser", "web", "workshop", "staffed", "celery_worker"} & {*getattr(item, "fixturenames", ())}
    )


def pytest_report_header() -> str:
    return f"database: {os.environ.get('DATABASE_URL', 'SQLite in the data folder')}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What this machine lacks is said at the end, where people look."""
    if terraform.plugin_folder("aws") is None:
        words = f"AWS's own Terraform provider is not here ({terraform.PLUGINS} may name a folder); its schema judged"
        terminalreporter.write_line(f"NOT VERIFIED HERE: {words}", red=True)
