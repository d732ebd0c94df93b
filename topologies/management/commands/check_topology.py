"""Judge a topology from a terminal or a pipeline."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from topologies.models import Topology
from topologies.selectors import acceptances_of, approved_graph
from topologies.validation import check
from topologies.validation.model import SEVERITIES
from topologies.validation.reports import FORMS, Account


class Command(BaseCommand):
    """Print the findings of the newest revision; end with 1 where one fails at or above a severity and nobody waived it."""

    help = "Check a topology by every rule"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("topology", help="<system>/<topology>")
        parser.add_argument("--fail-on", choices=SEVERITIES, help="end with 1 at this severity or above")
        parser.add_argument("--format", choices=sorted(FORMS), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        topology = _named(options["topology"])
        graph = approved_graph(topology)
        account = Account(graph, check(graph).findings, acceptances_of(topology), timezone.localdate())
        self.stdout.write(FORMS[options["format"]].write(account))
        if options["fail_on"]:
            counted = SEVERITIES[: SEVERITIES.index(options["fail_on"]) + 1]
            found = sum(finding.severity in counted for finding in account.failures)
            if found:
                raise CommandError(f"{found} at or above {options['fail_on']}.", returncode=1)


def _named(name: str) -> Topology:
    system, _, slug = name.partition("/")
    found = Topology.objects.filter(system__slug=system, slug=slug).first()
    if found is None:
        raise CommandError(f"There is no topology {name!r}; write it as <system>/<topology>.", returncode=2)
    return found
