"""The site: settings, addresses, the Celery application and start-up commands. Wiring only."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
