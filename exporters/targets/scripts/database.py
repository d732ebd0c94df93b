"""Backup, restore and restore drill of one database."""

import re
import shlex
from dataclasses import dataclass
from itertools import pairwise

from exporters.addresses import same_host, tcp_port
from exporters.dumps import Dump
from exporters.formats.remarks import remark, title
from exporters.formats.shell import word
from exporters.targets.scripts import texts
from exporters.targets.scripts.texts import filled
from topologies.graph import Fault, Faults, Graph
from topologies.kinds.nodes.postgresql import Postgresql

DEFAULT_PORT, DAY = 5432, 86400
DAILY = 7  # where nobody says how many
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many dumps stay."""

    daily: int
    weekly: int
    monthly: int


def kept(dump: Dump) -> Kept:
    said = dump.backup
    if said.keep_daily is not None or said.keep_weekly or said.keep_monthly:
        return Kept(said.keep_daily or 1, said.keep_weekly or 0, said.keep_monthly or 0)
    if said.retention_days:
        return Kept(max(1, round(said.retention_days * DAY / (said.interval_seconds or DAY))), 0, 0)
    return Kept(DAILY, 0, 0)


def backup(graph: Graph, dump: Dump) -> str:
    """The text of backup.sh."""
    numbers = kept(dump)
    return filled(
        texts.BACKUP,
        head=_head(graph, dump),
        connection=_connection(graph, dump, "backup"),
        store=_store(dump),
        bucket=filled(texts.BUCKET, bucket=remark(dump.bucket)[2:]) if dump.bucket else "",
        upload=texts.UPLOAD if dump.bucket else "",
        daily=str(numbers.daily),
        weekly=str(numbers.weekly),
        monthly=str(numbers.monthly),
    )


def restore(graph: Graph, dump: Dump) -> str:
    """The text of restore.sh."""
    return filled(texts.RESTORE, head=_head(graph, dump), connection=_connection(graph, dump, "postgres"))


def drill(graph: Graph, dump: Dump) -> str:
    """The text of drill.sh."""
    said = graph.header.objectives
    rto = said.rto_seconds if said.rto_seconds is not None else dump.backup.restore_seconds
    limits = ""
    if rto:
        limits += f'if ((took > {rto:.0f})); then refuse "restoring took longer than the {rto:.0f} s that are promised"; fi\n'
    if said.rpo_seconds:
        rpo = f"{said.rpo_seconds:.0f}"
        limits += (
            f'if ((age > {rpo})); then refuse "the dump is older than the {rpo} s that may be lost"; fi\n'
        )
    connection = _connection(graph, dump, "postgres")
    return filled(
        texts.DRILL, head=_head(graph, dump), connection=connection, store=_store(dump), limits=limits
    )


def _head(graph: Graph, dump: Dump) -> str:
    return remark(title(graph.header, dump.node))


def _connection(graph: Graph, dump: Dump, user: str) -> str:
    port = tcp_port(graph, dump.node)
    told = _told(dump)
    return filled(
        texts.CONNECTION,
        host=_host(graph, dump),
        port=f"${{PGPORT:-{port.number if port else DEFAULT_PORT}}}",
        user=f"${{PGUSER:-{told.get('user', user) if user == 'backup' else user}}}",
        database=f"${{PGDATABASE:-{told['database']}}}"
        if "database" in told
        else "${PGDATABASE:?is the database}",
        passfile=f"${{PGPASSFILE:-{passfile(graph, dump)}}}",
        tls="" if _near(graph, dump) else "export PGSSLMODE=${PGSSLMODE:-require}\n",
    )


def _store(dump: Dump) -> str:
    try:
        return filled(texts.STORE, folder=f"${{BACKUP_FOLDER:-{word(dump.folder)}}}")
    except ValueError as error:
        raise Faults([Fault(dump.node.key, "properties.backups", str(error))]) from None


def passfile(graph: Graph, dump: Dump) -> str:
    return f"/etc/{graph.header.system}/{dump.node.key}.pgpass"


def _host(graph: Graph, dump: Dump) -> str:
    """Its address, as far as the topology knows it: that of a managed database is known when it exists."""
    if not isinstance(dump.said, Postgresql):
        return "${PGHOST:?is the address of the database}"
    return f"${{PGHOST:-{'localhost' if _near(graph, dump) else dump.node.key}}}"


def _near(graph: Graph, dump: Dump) -> bool:
    """Does the dump never leave the machine on its way to the job?"""
    return dump.job is not None and same_host(graph, dump.node, dump.job)


def _told(dump: Dump) -> dict[str, str]:
    """User and database as the drawn job's command names them: `pg_dump -U backup shop | gzip`."""
    command = getattr(dump.job.properties, "command", "") if dump.job else ""
    try:
        words = shlex.split(command.partition("|")[0].partition(">")[0])
    except ValueError:
        return {}
    found: dict[str, str] = {}
    if words[:1] != ["pg_dump"]:
        return found
    for before, text in pairwise(words):
        name = (
            "user" if before in ("-U", "--username") else "database" if before in ("-d", "--dbname") else ""
        )
        if name and _NAME.fullmatch(text):
            found[name] = text
    if not words[-1].startswith("-") and words[-2] not in ("-U", "--username") and _NAME.fullmatch(words[-1]):
        found.setdefault("database", words[-1])
    return found
