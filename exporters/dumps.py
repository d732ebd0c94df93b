"""Which databases are saved by dumps that the team makes itself, and what starts the dump. Pure."""

from dataclasses import dataclass

from topologies.graph import Graph, Link, Node
from topologies.kinds.nodes.postgresql import Postgresql
from topologies.kinds.nodes.scheduled_job import ScheduledJob
from topologies.kinds.properties import Backup

PROGRAMS = "/usr/local/sbin"  # where the scripts are installed


@dataclass(frozen=True, slots=True)
class Dump:
    """A PostgreSQL that the team runs, how it is saved, and the drawn job that does it, with its link."""

    node: Node
    said: Postgresql
    backup: Backup
    job: Node | None
    link: Link | None

    @property
    def script(self) -> str:
        """What the job starts."""
        return f"{PROGRAMS}/{self.node.key}-backup"


def dumps(graph: Graph) -> tuple[Dump, ...]:
    """Every PostgreSQL of the team's own that a dump saves, by key."""
    found = []
    for node in graph.nodes.values():
        if isinstance(node.properties, Postgresql):
            backup = next((one for one in node.properties.backups if one.method == "dump"), None)
            if backup is not None:
                found.append(Dump(node, node.properties, backup, *_job(graph, node)))
    return tuple(found)


def _job(graph: Graph, node: Node) -> tuple[Node | None, Link | None]:
    for link in graph.links_to.get(node.key, ()):
        source = graph.nodes[link.source]
        if isinstance(source.properties, ScheduledJob) and link.role == "traffic":
            return source, link
    return None, None
