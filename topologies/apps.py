from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class TopologiesConfig(AppConfig):
    name = "topologies"

    def ready(self) -> None:
        from topologies import services
        from topologies.models import triggers
        from topologies.reviews import preparing

        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="topologies.triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="topologies.triggers")
        services.draft_edited.connect(preparing.edited, dispatch_uid="topologies.prepare.edited")
        services.revision_published.connect(preparing.published, dispatch_uid="topologies.prepare.published")
