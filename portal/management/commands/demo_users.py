"""Create one person for each role."""

import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

NAMES = ("architect", "reviewer", "viewer", "administrator")


def set_password(user: User, chosen: str) -> str | None:
    """Give a new user a password, or a known one the chosen password. Returns what was set, if anything."""
    if user.password and (not chosen or user.check_password(chosen)):
        return None
    password = chosen or secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    return password


class Command(BaseCommand):
    """Create architect, reviewer, viewer and administrator where they are missing.

    Passwords are random and printed once, unless GROUNDPLAN_DEMO_PASSWORD gives one for all.
    """

    help = "Create the demonstration users: " + ", ".join(NAMES)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demonstration users are not for production.")
        chosen = os.environ.get("GROUNDPLAN_DEMO_PASSWORD", "")
        passwords: dict[str, str] = {}
        for name in NAMES:
            admin = name == "administrator"
            flags = {"is_staff": admin, "is_superuser": admin}
            user, _ = User.objects.get_or_create(username=name, defaults=flags)
            if password := set_password(user, chosen):
                passwords[name] = "from GROUNDPLAN_DEMO_PASSWORD" if chosen else password
        if passwords:
            self.stdout.write("Demonstration users (this is the only time that their passwords are shown):")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:<14} {password}")
