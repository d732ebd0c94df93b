"""What a test asks of a portal whose database is not its own: `python -m tests.exporters.drive begin|check`."""

import json
import os
import sys
from typing import Any

import django

REVISIONS = 6


def begin() -> None:
    """Tables, one topology with some revisions, and a request for each of them."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from exporters import services
    from tests.exporters.slow_targets import SYSTEM
    from topologies.documents import parse
    from topologies.models import Membership, Role, System, Topology
    from topologies.services import revision_create

    call_command("migrate", verbosity=0)
    ada = User.objects.create(username="ada")
    system = System.objects.create(slug=SYSTEM, label="Pipeline")
    Membership.objects.create(user=ada, system=system, role=Role.ARCHITECT)
    topology = Topology.objects.create(system=system, slug="live")
    for number in range(REVISIONS):
        header = {"system": SYSTEM, "slug": "live", "label": f"Label {number}"}
        graph = parse({"format": 1, "topology": header, "zones": {"box": {"kind": "local-machine"}}})
        revision = revision_create(topology=topology, graph=graph, author=ada)
        services.export_request(revision=revision, target="many", actor=ada)


def check() -> dict[str, Any]:
    """For each export of the slow target: its state, its reason, and whether its bundle is exactly right."""
    from exporters import selectors
    from exporters.models import Export
    from tests.exporters.slow_targets import FILES

    wanted = {path: text.encode() for path, text in FILES.items()}
    rows = Export.objects.filter(target="many").order_by("pk")
    return {
        "exports": [
            {"state": row.state, "error": row.error, "right": selectors.bundle_bytes(row) == wanted}
            for row in rows
        ],
        "ends": Export.objects.filter(manifest__isnull=False, target="many").count(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    print(json.dumps({"begin": begin, "check": check}[sys.argv[1]]()))  # noqa: T201 - the caller reads it
