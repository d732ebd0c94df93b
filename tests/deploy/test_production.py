"""Production as it is served: PostgreSQL, gathered static files, a proxy in front."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from django.conf import settings

from portal.processes import Child
from tests.support import postgres
from tests.support.waiting import eventually

HOST = "groundplan.example"


def get(address: str, **headers: str) -> urllib3.BaseHTTPResponse:
    """One answer as it is: no redirect is followed, nothing is tried again."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib3.request("GET", address, headers=named, redirect=False, retries=False, timeout=10)


def answers(address: str) -> bool:
    try:
        return get(f"{address}/healthz").status == 200
    except urllib3.exceptions.HTTPError:
        return False


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    folder = Path(os.environ["GROUNDPLAN_DATA"], f"production-{os.getpid()}")
    folder.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "GROUNDPLAN_MODE": "production",
        "GROUNDPLAN_DATA": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "k3YwZ8vQ1rT5yU2iO9pA4sD7fG0hJ6kL3xC8vB1nM5qW2eR4tY6u",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": postgres.start(folder),
        "CELERY_BROKER_URL": os.environ["CELERY_BROKER_URL"],
        "CACHE_URL": os.environ["CACHE_URL"],
    }


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    for command in (["migrate"], ["collectstatic"]):
        manage = [sys.executable, "manage.py", *command, "--noinput", "-v0"]
        subprocess.run(manage, env=environment, cwd=settings.ROOT, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--no-control-socket",
    ]
    log = Path(environment["GROUNDPLAN_DATA"], "web.log")
    web = Child.start("web", command, log=log, env=environment, cwd=settings.ROOT)
    eventually(lambda: answers(f"http://127.0.0.1:{port}") or not web.alive, seconds=30)
    assert web.alive, web.last_words()
    yield f"http://127.0.0.1:{port}"
    web.stop()


def through_the_proxy(address: str, path: str) -> urllib3.BaseHTTPResponse:
    return get(address + path, Host=HOST, X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.9")


def test_a_plain_request_is_sent_to_tls(address):
    answer = get(f"{address}/admin/", Host=HOST)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/admin/")


def test_a_page_arrives_with_strict_headers_and_cookies(address):
    answer = through_the_proxy(address, "/admin/login/")
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]


def test_static_files_are_named_by_content_and_kept_for_ever(address):
    page = through_the_proxy(address, "/admin/login/").data.decode()
    [sheet] = re.findall(r'href="(/static/admin/css/base\.[0-9a-f]{12}\.css)"', page)
    answer = through_the_proxy(address, sheet)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_host_that_is_not_ours_is_refused(address):
    assert get(f"{address}/admin/login/", Host="evil.example").status == 400
