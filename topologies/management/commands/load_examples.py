"""Load the example systems."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from topologies.graph import Faults
from topologies.services import examples_grant, examples_load


class Command(BaseCommand):
    """Publish the examples whose content is new, in the name of a superuser, and let the demonstration users in."""

    help = "Load the example systems; what is loaded already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actor", help="the superuser in whose name; the first one unless given")

    def handle(self, *args: Any, actor: str | None = None, **options: Any) -> None:
        people = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
        person = (people.filter(username=actor) if actor else people).first()
        if person is None:
            raise CommandError("There is no such superuser; `demo_users` or `createsuperuser` makes one.")
        try:
            revisions = examples_load(actor=person)
        except Faults as error:
            where = " ".join(getattr(error, "__notes__", ()))
            raise CommandError(f"An example is damaged {where}: {error}") from error
        examples_grant(actor=person)
        for revision in revisions:
            topology = revision.topology
            self.stdout.write(f"  {topology.system.slug}/{topology.slug} revision {revision.number}")
