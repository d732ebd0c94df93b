"""What workers do for exports: thin shells around `runs` and `services`."""

from celery import shared_task

from exporters import runs, services


@shared_task(name=services.BUILD, acks_late=True, reject_on_worker_lost=True)
def build_export(export_id: int) -> None:
    """Make the bundle, unless it is made, cancelled, or in the hands of another worker."""
    if run := runs.claim(export_id):
        runs.execute(run)


@shared_task(name="exporters.sweep", expires=30)
def sweep_exports() -> None:
    """Send again what a crash or a broker lost."""
    services.sweep()


@shared_task(name="exporters.sweep_blobs", expires=3600)
def sweep_blobs() -> None:
    """Delete the bytes that no bundle names."""
    services.blobs_sweep()
