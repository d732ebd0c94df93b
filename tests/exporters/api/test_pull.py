"""What a deployment script does: ask with a token, wait, pull the Caddyfile by its stable address, serve with it."""

import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from django.contrib.auth.models import User

from tests.exporters import caddy
from tests.rest import token
from tests.support.waiting import eventually
from topologies.examples import examples
from topologies.models import Membership, Role, System, Topology
from topologies.services import revision_create


def ask(address: str, secret: str, body: dict[str, Any] | None = None, **headers: str):
    """What curl would do."""
    sent = {"Authorization": f"Token {secret}", **headers}
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        sent["Content-Type"] = "application/json"
    return urllib.request.urlopen(urllib.request.Request(address, data, sent), timeout=20)


@pytest.fixture
def architect(transactional_db: None) -> User:
    """An architect of infinri, whose single droplet is published."""
    user = User.objects.create(username="ada")
    system = System.objects.create(slug="infinri", label="Infinri")
    Membership.objects.create(user=user, system=system, role=Role.ARCHITECT)
    topology = Topology.objects.create(system=system, slug="single-droplet")
    example = next(one for one in examples() if (one.system, one.slug) == ("infinri", "single-droplet"))
    revision_create(topology=topology, graph=example.graph(), author=user)
    return user


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


@contextmanager
def serving(text: str, folder: Path) -> Iterator[str]:
    """The address where Caddy serves with this file; the folders of the droplet stand in `folder`."""
    for there in ("/var/log/caddy", "/var/www/infinri"):
        text = text.replace(there, f"{folder}{there}")
    (folder / "Caddyfile").write_text(text.replace("{\n", "{\n\tadmin off\n", 1))
    site = f"http://127.0.0.1:{free_port()}"
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [caddy.CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "out").open("wb") as out:
        env = {**os.environ, **homes, "SITE_ADDRESS": site}
        server = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        yield site
    finally:
        server.terminate()
        server.wait(10)


def fetched(address: str) -> tuple[str, Any] | None:
    """Body and headers; None while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode(), answer.headers
    except URLError:
        return None


def test_a_script_pulls_the_caddyfile_and_a_real_caddy_serves_with_it(
    celery_worker, architect, live_server, tmp_path
):
    secret, home = token(architect), f"{live_server.url}/api/v1/topologies/infinri/single-droplet/"
    accepted = ask(home + "exports/", secret, {"target": "caddyfile"})
    # Publishing started it already, and the worker may have been quicker than this request.
    assert accepted.status in (HTTPStatus.ACCEPTED, HTTPStatus.OK)
    where = accepted.headers["Location"]

    def ended() -> dict[str, Any] | None:
        export = json.load(ask(where, secret))
        return export if export["state"] not in ("queued", "running") else None

    export = eventually(ended, seconds=40)
    assert export["state"] == "succeeded", export["error"]
    path = next(file["path"] for file in export["files"] if file["path"].endswith("Caddyfile"))
    pulled = ask(f"{home}files/caddyfile/{path}", secret)
    text = pulled.read().decode()
    caddy.adapt(text)
    with pytest.raises(HTTPError) as kept:
        ask(f"{home}files/caddyfile/{path}", secret, **{"If-None-Match": pulled.headers["ETag"]})
    assert kept.value.code == HTTPStatus.NOT_MODIFIED
    assets = tmp_path / "var/www/infinri/pub/assets"
    assets.mkdir(parents=True)
    (assets / "style.css").write_text("body {}")
    with serving(text, tmp_path) as site:
        body, headers = eventually(lambda: fetched(f"{site}/pub/assets/style.css"))
    assert body == "body {}"
    assert headers["X-Content-Type-Options"] == "nosniff"
