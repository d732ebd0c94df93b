"""The WSGI entry point."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# A request of many short queries gives way at each of them. Beside one that computes it would wait 5 ms every time until
# Python takes the turn back: an edit four times as long as it needs, and styles behind the drawing.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()

from portal.warming import warm  # noqa: E402 - it needs what the line above set up

warm()
