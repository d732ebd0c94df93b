"""Which databases are saved by dumps that the team makes itself, how, where to, and what starts the dump. Pure."""

from dataclasses import dataclass

from topologies.graph import Graph, Link, Node, Replication
from topologies.kinds.nodes.backup_store import BackupStore
from topologies.kinds.nodes.do_postgresql import DoPostgresql
from topologies.kinds.nodes.postgresql import Postgresql
from topologies.kinds.nodes.railway_postgresql import RailwayPostgresql
from topologies.kinds.nodes.rds_postgresql import RdsPostgresql
from topologies.kinds.nodes.scheduled_job import ScheduledJob
from topologies.kinds.properties import Backup, Database, ObjectStore

PROGRAMS = "/usr/local/sbin"  # where the scripts are installed
_SPEAK_POSTGRESQL = (Postgresql, DoPostgresql, RailwayPostgresql, RdsPostgresql)


@dataclass(frozen=True, slots=True)
class Dump:
    """A PostgreSQL database that is saved by dumps: how often and how long, the copies away from it, and the drawn job
    that does it, with its link. `bucket` is who keeps them elsewhere, where somebody does."""

    node: Node
    said: Database
    backup: Backup
    copies: tuple[Replication, ...]
    folder: str
    bucket: str
    job: Node | None
    link: Link | None

    @property
    def script(self) -> str:
        """What the job starts."""
        return f"{PROGRAMS}/{self.node.key}-backup"


def dumps(graph: Graph) -> tuple[Dump, ...]:
    """Every PostgreSQL that a dump saves, by key."""
    found = (_dump(graph, node) for node in graph.nodes.values())
    return tuple(dump for dump in found if dump is not None)


def _dump(graph: Graph, node: Node) -> Dump | None:
    said = node.properties
    if not isinstance(said, _SPEAK_POSTGRESQL):
        return None
    copies = tuple(
        one for one in graph.replications.values() if one.source == node.key and one.mode == "snapshot"
    )
    stores = [graph.nodes[one.target] for one in copies]
    backup = _backup(said, stores)
    if backup is None:
        return None
    job, link = _job(graph, node)
    return Dump(node, said, backup, copies, _folder(node, backup, stores), _bucket(backup, stores), job, link)


def _backup(said: Database, stores: list[Node]) -> Backup | None:
    """As the database says it; else as the store does that its copies go to."""
    for one in said.backups:
        if one.method == "dump":
            return one
    for store in stores:
        kept = store.properties
        if isinstance(kept, BackupStore) and kept.method == "dump":
            names = (
                "interval_seconds",
                "retention_days",
                "keep_daily",
                "keep_weekly",
                "keep_monthly",
                "restore_seconds",
            )
            return Backup(method="dump", **{name: getattr(kept, name) for name in names})
    return None


def _folder(node: Node, backup: Backup, stores: list[Node]) -> str:
    if backup.stored_in.startswith("/"):
        return backup.stored_in.rstrip("/")
    paths = [store.properties.path for store in stores if isinstance(store.properties, BackupStore)]
    local = next((path for path in paths if path.startswith("/")), "/var/backups")
    return f"{local.rstrip('/')}/{node.key}"


def _bucket(backup: Backup, stores: list[Node]) -> str:
    """Who keeps the dumps elsewhere: an object store that is drawn, else the words of the document."""
    for store in stores:
        said = store.properties
        if isinstance(said, ObjectStore) and not (isinstance(said, BackupStore) and said.path):
            return store.key
    return "" if backup.stored_in.startswith("/") else backup.stored_in


def _job(graph: Graph, node: Node) -> tuple[Node | None, Link | None]:
    for link in graph.links_to.get(node.key, ()):
        source = graph.nodes[link.source]
        if isinstance(source.properties, ScheduledJob) and link.role == "traffic":
            return source, link
    return None, None
