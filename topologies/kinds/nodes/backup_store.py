from typing import Literal

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import (
    Days,
    Megabytes,
    ObjectStore,
    Quantity,
    Seconds,
    Short,
)


@node(
    "backup-store",
    label="Backup store",
    concern="data",
    icon="backup",
    parents=ANYWHERE,
    traits=(Trait.DATA,),
)
class BackupStore(ObjectStore):
    """Where copies lie that nobody uses until something is lost: a directory, a bucket, snapshots.

    A backup on the machine it saves, in the same region or under the same account shares that fate. It is worth
    what the last restore showed: note how long it took. Keep at least one copy that the saved system itself cannot
    delete. Three copies, two kinds of media, one elsewhere is the usual rule.

    Source of facts: CISA, data backup options.
    """

    product: Short = ""
    method: Literal["", "snapshot", "dump", "copy"] = ""
    path: Short = ""
    interval_seconds: Seconds | None = None
    retention_days: Days | None = None
    keep_daily: Quantity | None = None
    keep_weekly: Quantity | None = None
    keep_monthly: Quantity | None = None
    size_mb: Megabytes | None = None
    restore_seconds: Seconds | None = None
