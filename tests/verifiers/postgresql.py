"""PostgreSQL starts on the files of each server, primaries and standbys; PgBouncer starts on its own."""

import re
import subprocess
import tempfile
import time
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from tests.support import debian, standing
from tests.verifiers import Files, replaced

PROGRAM = "postgres and pgbouncer, started on the files"
# Places of the machine that the files are meant for: here everything lies in one folder.
_PLACES = ("data_directory", "hba_file", "ident_file", "external_pid_file", "unix_socket_directories")


def missing() -> str:
    return debian.missing("pgbouncer")


def judge(files: Files) -> list[str]:
    """Servers share one cluster, one after the other: copies come last, since a copy cannot become a primary again."""
    folders = sorted({path.rpartition("/")[0] for path in files if path.endswith("postgresql.conf")})
    folders.sort(key=lambda name: f"{name}/standby.signal" in files)
    poolers = sorted(path for path in files if path.endswith("pgbouncer.ini"))
    if folders:
        with standing.workplace() as place:
            cluster = standing.copied(place)
            for name in folders:
                if faults := server_faults(files, name, cluster):
                    return faults
    return [fault for path in poolers for fault in pooler_faults(files[path].decode())]


def server_faults(files: Files, name: str, cluster: Path) -> list[str]:
    """What the server says against its files; it has to take connections on the port that they name."""
    for path, content in files.items():
        if path.startswith(f"{name}/") and not path.endswith("pgbouncer.ini"):
            (cluster / path.removeprefix(f"{name}/")).write_bytes(content)
    text = (cluster / "postgresql.conf").read_text()
    with standing.running(cluster, *_here(text, cluster)) as server:
        if not standing.answers(server, cluster.parent, _port(text)):
            return [f"{name}: {server.last_words()}"]
        standby = "entering standby mode" in server.last_words(200)
        followed = standing.run("postgres", "-D", str(cluster), "-C", "primary_conninfo").strip()
    try:
        conninfo_to_dict(followed)  # libpq reads it only once the copy connects
    except ProgrammingError as error:
        return [f"{name}: primary_conninfo: {error}"]
    wanted = f"{name}/standby.signal" in files
    return [] if standby == wanted else [f"{name}: it {'is' if standby else 'is not'} a standby"]


def _here(text: str, cluster: Path) -> list[str]:
    """Options that move what the files place elsewhere into this folder, and keep the server off the network."""
    places = {
        "data_directory": cluster,
        "hba_file": cluster / "pg_hba.conf",
        "ident_file": cluster / "pg_ident.conf",
        "external_pid_file": cluster.parent / "pid",
        "unix_socket_directories": cluster.parent,
    }
    moved = [name for name in _PLACES if re.search(rf"^{name} = ", text, re.MULTILINE)]
    options = [word for name in moved for word in ("-c", f"{name}={places[name]}")]
    return [*options, "-c", "listen_addresses="]


def _port(text: str) -> int:
    found = re.search(r"^port = ([0-9]+)$", text, re.MULTILINE)
    return int(found[1]) if found else 5432


def pooler_faults(text: str) -> list[str]:
    """What PgBouncer says while it starts on the file; warnings and errors alike. It runs for a moment."""
    folder = debian.unpacked("pgbouncer")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o777)
        (place / "users.txt").write_text("")
        # Sockets lie in the folder: nothing listens on the network. What it would listen on is parsed before.
        here = f"unix_socket_dir = {place}\nauth_file = {place}/users.txt\nlisten_addr =\nuser = nobody\n"
        ini = place / "pgbouncer.ini"
        ini.write_text(f"{text}{here}")
        program = [str(folder / "usr/sbin/pgbouncer"), str(ini)]
        running = subprocess.Popen(
            program, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=debian.environment(folder)
        )
        end = time.monotonic() + 10
        while running.poll() is None and time.monotonic() < end and not list(place.glob(".s.PGSQL.*")):
            time.sleep(0.05)
        started = running.poll() is None and bool(list(place.glob(".s.PGSQL.*")))
        running.terminate()
        said = "".join(running.communicate())
    faults = [line for line in said.splitlines() if re.search(r" (WARNING|ERROR|FATAL) ", line)]
    return faults if started else [*faults, said]


DAMAGES = {
    "a misspelt key": replaced("postgresql.conf", b"port = ", b"porrt = "),
    "a wrong type": replaced("postgresql.conf", b"port = ", b"port = many"),
    "a size without a unit that exists": replaced(
        "postgresql.conf", b"shared_buffers = 1GB", b"shared_buffers = 1GX"
    ),
    "a quote that never ends": replaced("postgresql.conf", b"listen_addresses = '", b"listen_addresses = "),
    "an unknown kind of record": replaced("pg_hba.conf", b"\nhostssl ", b"\nhosttls "),
    "an unknown method": replaced("pg_hba.conf", b"scram-sha-256", b"scram-sha-512"),
    "a missing column": replaced("pg_hba.conf", b"replicator ", b""),
    "a broken connection string": replaced("postgresql.conf", b" user=replicator", b" usr=replicator"),
    "a misspelt key of the pooler": replaced("pgbouncer.ini", b"pool_mode", b"poolmode"),
    "an unknown pool mode": replaced("pgbouncer.ini", b"= transaction", b"= transactions"),
    "a missing section": replaced("pgbouncer.ini", b"[pgbouncer]", b""),
}
