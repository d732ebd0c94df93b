"""The scripts do what they say: dumps that come back, as many as stated; deployments that fail without an outage."""

import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import labelled
from tests.support import rescue
from tests.verifiers import scripts as verifier
from topologies.documents import parse
from topologies.graph import Faults

TARGET = find_target("scripts")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
HOSTILE = [
    "$(id)",
    "`id`",
    "'; id; '",
    '"; id; "',
    "x\nid",
    "@connection@",
    "@folder@",
    "${HOME}",
    "\\",
    "\u202etxt",
    "-x",
]
DUMP = {"method": "dump", "interval_seconds": 86400, "keep_daily": 7, "keep_weekly": 4, "keep_monthly": 12}
STEPS = ["git pull origin main", "build it", "systemctl reload app"]


def document(url: str = "http://127.0.0.1:9/health", **backup: Any) -> dict[str, Any]:
    """A program that is deployed in steps and a database that is dumped, on one machine."""
    deployment = {"strategy": "in-place", "steps": STEPS}
    job = {"command": "pg_dump -U saver shop | gzip", "interval_seconds": 86400}
    return {
        "format": 1,
        "topology": {
            "system": "shop",
            "slug": "live",
            "objectives": {"rto_seconds": 900, "rpo_seconds": 86400},
        },
        "zones": {"box": {"kind": "vm"}},
        "nodes": {
            "app": {
                "kind": "app-server",
                "zone": "box",
                "properties": {"deployment": deployment, "health_check": {"command": f"curl {url}"}},
            },
            "files": {"kind": "file-store", "zone": "box", "properties": {"path": "/srv/app"}},
            "db": {"kind": "postgresql", "zone": "box", "properties": {"backups": [{**DUMP, **backup}]}},
            "save": {"kind": "scheduled-job", "zone": "box", "properties": job},
        },
        "links": {"save-to-db": {"source": "save", "target": "db"}},
    }


def generate(said: dict[str, Any]) -> Output:
    return TARGET.generate(parse(said))


def code(output: Output) -> list[str]:
    """What bash does, in every script; a comment of ours begins a line."""
    text = "".join(content.decode() for content in output.files.values())
    return [line for line in text.split("\n") if not line.startswith("#")]


@settings(max_examples=40, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_no_label_changes_what_bash_does(text: str) -> None:
    said = labelled(document(), text)
    assert code(generate(said)) == code(generate(document()))


@settings(max_examples=25, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_a_path_is_a_path_and_a_step_a_program_with_its_words_or_refused_by_name(text: str) -> None:
    said = document(stored_in=f"/srv/{text}")
    said["nodes"]["files"]["properties"]["path"] = f"/srv/{text}"
    said["nodes"]["app"]["properties"]["deployment"]["steps"] = [f"printf {text}"]
    try:
        files = generate(said).files
    except Faults as faults:
        assert {fault.element for fault in faults.faults} <= {"app", "db", "files"}  # noqa: PT017
        return
    (line,) = [line for line in files["app/deploy.sh"].decode().splitlines() if line.startswith("folder=")]
    assert asked(line, "DEPLOY_FOLDER") == f"/srv/{text}".rstrip("/")
    (line,) = [line for line in files["db/backup.sh"].decode().splitlines() if line.startswith("folder=")]
    assert asked(line, "BACKUP_FOLDER") == f"/srv/{text}".rstrip("/")
    assert len(files["app/deploy.sh"].split(b"\n")) == len(step("true").split(b"\n"))


def asked(line: str, without: str) -> str:
    """What the shell makes of an assignment to `folder`."""
    env = {name: value for name, value in os.environ.items() if name != without}
    command = ["bash", "-c", f'{line}\nprintf %s "$folder"']
    return subprocess.run(command, capture_output=True, check=True, env=env).stdout.decode()


def step(text: str) -> bytes:
    said = document()
    said["nodes"]["app"]["properties"]["deployment"]["steps"] = [text]
    return generate(said).files["app/deploy.sh"]


def test_a_step_that_needs_a_shell_gets_its_own() -> None:
    assert b"  bash -c 'date > \"$(hostname)\"'\n" in step('date > "$(hostname)"')
    assert b"  printf a 'b c'\n" in step("printf a 'b c'")


# --- databases ---------------------------------------------------------------------------------------------


def test_user_database_and_place_are_those_of_the_document() -> None:
    text = generate(document(stored_in="/backups/pg")).files["db/backup.sh"].decode()
    assert "PGUSER=${PGUSER:-saver}\n" in text
    assert "PGDATABASE=${PGDATABASE:-shop}\n" in text
    assert "PGHOST=${PGHOST:-localhost}\n" in text
    assert "folder=${BACKUP_FOLDER:-/backups/pg}\n" in text
    assert "keep_daily=7\nkeep_weekly=4\nkeep_monthly=12\n" in text
    assert "BACKUP_BUCKET" not in text


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ({"keep_daily": None, "keep_weekly": None, "keep_monthly": None, "retention_days": 30}, (30, 0, 0)),
        (
            {
                "keep_daily": None,
                "keep_weekly": None,
                "keep_monthly": None,
                "retention_days": 2,
                "interval_seconds": 3600,
            },
            (48, 0, 0),
        ),
        ({"keep_daily": None, "keep_weekly": None, "keep_monthly": None}, (7, 0, 0)),
        ({"keep_daily": 3, "keep_weekly": None, "keep_monthly": 2}, (3, 0, 2)),
    ],
)
def test_as_many_dumps_stay_as_are_stated(said: dict[str, Any], numbers: tuple[int, int, int]) -> None:
    text = generate(document(**said)).files["db/backup.sh"].decode()
    daily, weekly, monthly = numbers
    assert f"keep_daily={daily}\nkeep_weekly={weekly}\nkeep_monthly={monthly}\n" in text


def test_seven_days_four_weeks_and_twelve_months_stay(tmp_path: Path) -> None:
    """A dump every thirteenth day for more than a year; the clock and the database's programs stand in for time."""
    script = generate(document()).files["db/backup.sh"]
    shims = tmp_path / "bin"
    shims.mkdir()
    shim(shims / "date", 'case "$*" in "--utc +%s") echo "$NOW" ;; *) exec /usr/bin/date "$@" ;; esac')
    shim(shims / "pg_dump", 'for word; do case $word in --file=*) echo x >"${word#--file=}" ;; esac; done')
    shim(shims / "pg_restore", ":")
    days = [datetime(2026, 1, 1, 2, tzinfo=UTC) + timedelta(days=13 * count) for count in range(31)]
    file = tmp_path / "backup.sh"
    file.write_bytes(script)
    for day in days:
        environment = {
            "PATH": f"{shims}:{os.environ['PATH']}",
            "NOW": f"{day:%s}",
            "BACKUP_FOLDER": str(tmp_path),
        }
        subprocess.run(["bash", str(file)], check=True, capture_output=True, env=environment)
    kept = {name: sorted(path.stem for path in (tmp_path / "shop" / name).glob("*.dump")) for name in WANTED}
    assert kept == {
        name: sorted({f"{day:{form}}" for day in days})[-count:] for name, (form, count) in WANTED.items()
    }
    for name in WANTED:
        folder = tmp_path / "shop" / name
        assert len(list(folder.iterdir())) == 2 * len(kept[name])
        sealed = [path.name for path in folder.glob("*.sha256")]
        subprocess.run(["sha256sum", "--check", "--quiet", *sealed], cwd=folder, check=True)


WANTED = {"daily": ("%Y-%m-%dT%H%M%SZ", 7), "weekly": ("%G-W%V", 4), "monthly": ("%Y-%m", 12)}


def shim(path: Path, text: str) -> None:
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)


def test_what_was_lost_comes_back_and_what_was_there_is_kept(tmp_path: Path) -> None:
    files = generate(document()).files
    rescue.prepare()
    wanted = rescue.rows()
    dump = rescue.run(files["db/backup.sh"], tmp_path).stdout.strip()
    with rescue.session() as session:
        session.execute("UPDATE orders SET what = 'spoilt'")
    spoilt = rescue.rows()
    restored = rescue.run(files["db/restore.sh"], tmp_path, dump)
    assert restored.returncode == 0, restored.stderr
    assert rescue.rows() == wanted
    (former,) = [name for name in rescue.databases() if "_before_" in name]
    assert rescue.rows(former) == spoilt
    assert [name for name in rescue.databases() if "_restored_" in name] == []


def test_a_damaged_dump_changes_nothing(tmp_path: Path) -> None:
    files = generate(document()).files
    rescue.prepare()
    wanted = rescue.rows()
    dump = Path(rescue.run(files["db/backup.sh"], tmp_path).stdout.strip())
    dump.write_bytes(dump.read_bytes()[:-40])
    for words in ([str(dump)], [str(dump.rename(dump.with_name("unsealed.dump")))]):
        assert rescue.run(files["db/restore.sh"], tmp_path, *words).returncode != 0
    assert rescue.rows() == wanted
    assert rescue.databases() == ["shop"]


def test_a_drill_fails_where_nothing_comes_back_or_the_dump_is_old(tmp_path: Path) -> None:
    files = generate(document()).files
    rescue.prepare()
    assert "there is no dump" in rescue.run(files["db/drill.sh"], tmp_path).stderr
    dump = Path(rescue.run(files["db/backup.sh"], tmp_path).stdout.strip())
    drilled = rescue.run(files["db/drill.sh"], tmp_path)
    assert (drilled.returncode, drilled.stderr) == (0, "")
    assert "1 tables came back" in drilled.stdout
    os.utime(dump, (0, 0))
    assert "may be lost" in rescue.run(files["db/drill.sh"], tmp_path).stderr
    with rescue.session() as session:
        session.execute("DROP TABLE orders")
    dump.unlink()
    rescue.run(files["db/backup.sh"], tmp_path)
    assert "nothing came back" in rescue.run(files["db/drill.sh"], tmp_path).stderr
    assert rescue.databases() == ["shop"]


def test_a_database_that_cannot_be_dumped_leaves_no_dump(tmp_path: Path) -> None:
    script = generate(document()).files["db/backup.sh"]
    assert rescue.run(script, tmp_path, PGDATABASE="nobody").returncode != 0
    assert list(tmp_path.glob("dumps/nobody/*/*")) == []


def test_a_copy_goes_to_the_bucket_that_is_drawn(tmp_path: Path) -> None:
    said = document()
    said["nodes"]["spaces"] = {"kind": "do-spaces"}
    said["replications"] = {"db-to-spaces": {"source": "db", "target": "spaces", "mode": "snapshot"}}
    output = generate(said)
    assert output.covered >= {"spaces", "db-to-spaces"}
    rescue.prepare()
    dump = rescue.run(output.files["db/backup.sh"], tmp_path).stdout.strip()
    told = (tmp_path / "aws.log").read_text().split()
    assert told == ["s3", "cp", "--only-show-errors", dump, f"s3://bucket/shop/{Path(dump).name}"]


# --- deployments -------------------------------------------------------------------------------------------


@pytest.fixture
def health() -> Iterator[tuple[str, list[int]]]:
    """A program that says how it is: its address, and the status that it answers with."""
    status = [200]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/health", status
        server.shutdown()


class Site:
    """A checkout one commit behind its origin, and programs that write down that they were called."""

    def __init__(self, place: Path, script: bytes) -> None:
        self.place, self.checkout = place, place / "checkout"
        (place / "deploy.sh").write_bytes(script)
        (place / "bin").mkdir()
        for program in ("build", "systemctl"):
            shim(
                place / "bin" / program,
                f'echo {program} "$@" "$(cat code)" >>{place}/log; ! grep -q broken code',
            )
        self._git("init", "-q", "-b", "main", "origin")
        self.commit("first")
        self._git("clone", "-q", "origin", "checkout")

    def _git(self, *words: str, cwd: str = ".") -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        subprocess.run(["git", *who, *words], cwd=self.place / cwd, check=True, capture_output=True)

    def commit(self, code: str) -> None:
        (self.place / "origin" / "code").write_text(code)
        self._git("add", ".", cwd="origin")
        self._git("commit", "-qm", code, cwd="origin")

    def deploy(self) -> "subprocess.CompletedProcess[str]":
        path = f"{self.place / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "DEPLOY_FOLDER": str(self.checkout), "DEPLOY_PAUSE": "0"}
        command = ["bash", str(self.place / "deploy.sh")]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    def log(self) -> list[str]:
        log = self.place / "log"
        return log.read_text().splitlines() if log.exists() else []

    def code(self) -> str:
        return (self.checkout / "code").read_text()


def test_new_code_is_built_reloaded_and_asked(tmp_path: Path, health: tuple[str, list[int]]) -> None:
    site = Site(tmp_path, generate(document(health[0])).files["app/deploy.sh"])
    site.commit("second")
    done = site.deploy()
    assert done.returncode == 0, done.stderr
    assert site.log() == ["build it second", "systemctl reload app second"]


def test_a_step_that_fails_puts_the_former_code_back(tmp_path: Path, health: tuple[str, list[int]]) -> None:
    site = Site(tmp_path, generate(document(health[0])).files["app/deploy.sh"])
    site.commit("broken")
    done = site.deploy()
    assert done.returncode != 0
    assert "back to" in done.stderr
    assert site.code() == "first"
    assert site.log() == ["build it broken", "build it first", "systemctl reload app first"]


def test_code_that_is_ill_is_taken_back(tmp_path: Path, health: tuple[str, list[int]]) -> None:
    site = Site(tmp_path, generate(document(health[0])).files["app/deploy.sh"])
    health[1][0] = 500
    site.commit("second")
    assert site.deploy().returncode != 0
    assert site.code() == "first"
    assert site.log()[-1] == "systemctl reload app first"


def test_two_deployments_do_not_run_at_once(tmp_path: Path, health: tuple[str, list[int]]) -> None:
    site = Site(tmp_path, generate(document(health[0])).files["app/deploy.sh"])
    lock = site.checkout / ".deploy.lock"
    with subprocess.Popen(["flock", str(lock), "cat"], stdin=subprocess.PIPE) as holder:
        while subprocess.run(["flock", "--nonblock", str(lock), "true"], check=False).returncode == 0:
            pass
        assert "under way" in site.deploy().stderr
        holder.communicate(b"")
    assert site.log() == []


def test_the_files_are_accepted_and_everything_is_accounted_for() -> None:
    output = generate(document())
    assert output.covered == {"app", "box", "files", "db", "save", "save-to-db"}
    assert output.skipped == {}
    assert verifier.judge(output.files) == []


def test_a_topology_with_nothing_to_save_or_deploy_is_told_so() -> None:
    said = {"format": 1, "topology": {"system": "shop", "slug": "live"}, "nodes": {"u": {"kind": "users"}}}
    assert "nothing is saved" in (TARGET.supports(parse(said)) or "")
