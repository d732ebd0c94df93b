"""`make bench`: prints one table. Rows live in a throw-away SQLite database; nothing of the portal is touched."""

import os
import tempfile
from itertools import chain
from pathlib import Path

SIZES = (1_000, 10_000)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="groundplan-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import checkov, exporting, proofs, review
        from benchmarks.measures import rows
        from benchmarks.timing import HEADING

        call_command("migrate", verbosity=0)
        print(HEADING)  # noqa: T201 - the table is what this command is for
        for row in chain(proofs.rows(), exporting.rows(), checkov.lines(), review.rows(), *map(rows, SIZES)):
            print(row, flush=True)  # noqa: T201


main()
