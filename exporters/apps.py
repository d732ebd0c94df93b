from importlib import import_module

from django.apps import AppConfig


class ExportersConfig(AppConfig):
    name = "exporters"

    def ready(self) -> None:
        from django.conf import settings

        from exporters import services
        from topologies.services import revision_published

        revision_published.connect(services.start_published, dispatch_uid="exporters.start")
        for module in settings.EXPORT_EXTRA_TARGETS:
            import_module(module)
