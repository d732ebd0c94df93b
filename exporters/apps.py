from importlib import import_module

from django.apps import AppConfig


class ExportersConfig(AppConfig):
    name = "exporters"

    def ready(self) -> None:
        from django.conf import settings

        for module in settings.EXPORT_EXTRA_TARGETS:
            import_module(module)
