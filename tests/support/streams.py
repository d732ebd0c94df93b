"""The streams of open editors that this process serves to its live server."""

from tests.support.waiting import eventually
from topologies.watching import watcher


def ended() -> None:
    """End them, whose pages are gone, and wait until nothing of them uses the database any more."""
    with watcher.changed:
        for watched in watcher.drafts.values():
            watched.known = watched.closed = True
        watcher.changed.notify_all()
    eventually(lambda: watcher.thread is None)
