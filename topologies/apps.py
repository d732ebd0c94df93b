from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class TopologiesConfig(AppConfig):
    name = "topologies"

    def ready(self) -> None:
        from topologies.models import triggers

        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="topologies.triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="topologies.triggers")
