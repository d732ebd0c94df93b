from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Megabytes, Part, Short, Store


class Directory(Part):
    """A directory and what lies in it."""

    path: Short
    size_mb: Megabytes | None = None
    purpose: Short = ""


@node(
    "file-store", label="File storage", concern="data", icon="server", parents=ANYWHERE, traits=(Trait.DATA,)
)
class FileStore(Store):
    """Directories on a disk or a volume: uploads, caches, logs, sessions.

    What lies on one host's disk is seen by that host alone and lost with it. A second application server needs
    shared storage or an object store first, for sessions and uploads above all. Logs and caches fill disks: rotate
    and limit them.

    Source of facts: Filesystem Hierarchy Standard; Linux manual, logrotate.
    """

    path: Short = ""
    directories: tuple[Directory, ...] = ()
    shared: bool | None = Field(None, description="several hosts see the same files")
