"""What a web process does before its first request may be done once for all of them."""

import subprocess
import sys

from django.conf import settings

ASKED = """
import threading
import portal.wsgi
from django.core.cache import caches
from django.db import connections
opened = [one.alias for one in connections.all() if one.connection is not None]
print(opened, list(caches.all(initialized_only=True)), threading.active_count())
"""


def test_it_opens_no_connection_and_starts_no_thread_that_processes_would_share() -> None:
    command = [sys.executable, "-W", "ignore", "-c", ASKED]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[] [] 1\n"
