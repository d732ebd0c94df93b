"""The real Caddy accepts, formats and serves what is written, whatever the labels say."""

import http.server
import os
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters import caddy
from tests.support.waiting import eventually
from topologies.documents import parse
from topologies.examples import Example, examples
from topologies.graph import Faults

TARGET = find_target("caddyfile")
SUPPORTED = [example for example in examples() if TARGET.supports(example.graph()) is None]
HOSTILE = [
    "{$HOME}",
    "}\n:666 {\n",
    'a "quote" `tick`',
    "import /etc/passwd",
    "<<EOF",
    "\u202etxt",
    "# x",
    "\\",
]


def shop(**caddy_properties: Any) -> dict[str, Any]:
    """users -> caddy -> app (same machine), with two more servers elsewhere that nothing is linked to yet."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"box": {"kind": "local-machine"}},
        "nodes": {
            "caddy": {"kind": "caddy", "zone": "box", "properties": caddy_properties},
            "app": {"kind": "app-server", "zone": "box"},
            "app-2": {"kind": "app-server"},
            "db": {"kind": "postgresql", "zone": "box"},
        },
        "ports": {
            "caddy-http": {"node": "caddy", "number": 80, "application": "http"},
            "caddy-https": {"node": "caddy", "number": 443, "application": "https", "tls": True},
            "app-http": {"node": "app", "number": 8080, "application": "http"},
            "app-2-http": {"node": "app-2", "number": 8081, "application": "http"},
            "db-port": {"node": "db", "number": 5432},
        },
        "links": {"caddy-to-app": {"source": "caddy", "target": "app"}},
    }


def generate(document: dict[str, Any]) -> tuple[str, Output]:
    output = TARGET.generate(parse(document))
    return output.files["caddy/Caddyfile"].decode(), output


def servers(text: str) -> dict[str, Any]:
    found: dict[str, Any] = caddy.adapt(text)["apps"]["http"]["servers"]
    return found


def handlers(config: Any, name: str) -> Iterator[dict[str, Any]]:
    """Every handler of this name, however deep."""
    if isinstance(config, dict):
        if config.get("handler") == name:
            yield config
        for value in config.values():
            yield from handlers(value, name)
    elif isinstance(config, list):
        for value in config:
            yield from handlers(value, name)


def proxy(text: str) -> dict[str, Any]:
    (found,) = handlers(servers(text), "reverse_proxy")
    return found


def dialled(text: str) -> list[str]:
    return [upstream["dial"] for upstream in proxy(text)["upstreams"]]


@pytest.mark.parametrize("example", SUPPORTED, ids=lambda example: f"{example.system}/{example.slug}")
def test_every_example_is_accepted_and_formatted(example: Example) -> None:
    graph = example.graph()
    output = TARGET.generate(graph)
    assert output.files
    assert output.covered | output.skipped.keys() == set(graph.by_key)
    assert TARGET.generate(example.graph()) == output
    for body in output.files.values():
        assert caddy.adapt(body.decode())["apps"]["http"]["servers"]
        assert caddy.formatted(body.decode()) == body.decode()


def test_the_single_droplet_is_what_its_document_says() -> None:
    (example,) = (one for one in SUPPORTED if (one.system, one.slug) == ("infinri", "single-droplet"))
    text = TARGET.generate(example.graph()).files["caddy/Caddyfile"].decode()
    assert dialled(text) == ["localhost:8080"]
    assert proxy(text)["health_checks"]["active"]["uri"] == "/health"
    (static,) = handlers(servers(text), "file_server")
    assert "/var/www/infinri" in text
    assert static
    assert [encode["encodings"] for encode in handlers(servers(text), "encode")] == [{"gzip": {}, "zstd": {}}]
    assert "output file /var/log/caddy/access.log" in text


def test_each_domain_is_a_site_with_its_certificate() -> None:
    text, _ = generate(
        shop(domains=["Shop.example", "münchen.example"], certificate_email="ops@shop.example")
    )
    (server,) = servers(text).values()
    assert server["routes"][0]["match"] == [{"host": ["shop.example", "xn--mnchen-3ya.example"]}]
    assert server["listen"] == [":443"]
    assert "max-age=" in text
    assert caddy.formatted(text) == text


def test_without_automatic_tls_the_sites_speak_plain_http() -> None:
    text, output = generate(shop(domains=["shop.example"], automatic_tls=False))
    (server,) = servers(text).values()
    assert server["listen"] == [":80"]
    assert "Strict-Transport-Security" not in text
    assert any("plain HTTP" in note for note in output.notes)


def test_servers_share_the_load_by_their_weights() -> None:
    document = shop()
    document["links"]["caddy-to-app"]["weight"] = 30
    document["links"]["caddy-to-app-2"] = {"source": "caddy", "target": "app-2", "weight": 70}
    text, _ = generate(document)
    policy = proxy(text)["load_balancing"]["selection_policy"]
    assert dict(zip(dialled(text), policy["weights"], strict=True)) == {
        "localhost:8080": 30,
        "app-2:8081": 70,
    }
    assert caddy.formatted(text) == text


def test_the_idle_half_of_a_blue_green_pair_gets_no_request() -> None:
    document = shop()
    document["links"]["caddy-to-app"]["weight"] = 0
    document["links"]["caddy-to-app-2"] = {"source": "caddy", "target": "app-2", "weight": 100}
    text, output = generate(document)
    assert dialled(text) == ["app-2:8081"]
    assert "weight is 0" in output.skipped["caddy-to-app"]


def test_what_is_no_web_server_is_not_proxied() -> None:
    document = shop()
    document["links"]["caddy-to-db"] = {"source": "caddy", "target": "db"}
    text, output = generate(document)
    assert dialled(text) == ["localhost:8080"]
    assert "web servers only" in output.skipped["caddy-to-db"]


def test_what_is_in_the_file_is_covered_and_nothing_else() -> None:
    _, output = generate(shop())
    assert output.covered == {"caddy", "caddy-http", "caddy-https", "app", "app-http", "caddy-to-app"}
    assert output.skipped.keys() == {"box", "app-2", "app-2-http", "db", "db-port"}


def test_a_topology_without_caddy_is_told_so() -> None:
    document = shop()
    document["nodes"]["caddy"]["kind"] = "alb"
    document["nodes"]["caddy"].update(zone=None, properties={})
    assert TARGET.supports(parse(document)) == "it has no Caddy"


@settings(max_examples=20, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.sampled_from(HOSTILE)
)
def test_no_label_changes_what_caddy_understands(text: str) -> None:
    document = shop()
    for section in ("zones", "nodes", "ports", "links"):
        for element in document[section].values():
            element.update(label=text, note=text, stated_in=text)
    document["topology"]["label"] = text
    written, _ = generate(document)
    assert caddy.adapt(written) == caddy.adapt(generate(shop())[0])
    assert caddy.formatted(written) == written


@settings(max_examples=20, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
    | st.sampled_from(HOSTILE)
)
def test_a_property_is_read_back_or_refused_by_name(text: str) -> None:
    try:
        written, _ = generate(shop(static_path="/assets/", static_root=f"/srv/{text}.d"))
    except Faults as faults:
        assert [(fault.element, fault.field) for fault in faults.faults] == [("caddy", "properties")]  # noqa: PT017
        return
    roots = [handler["root"] for handler in handlers(servers(written), "vars") if "root" in handler]
    assert roots == [f"/srv/{text}.d"]


@pytest.mark.parametrize(
    "name", ["{$HOME}", "a b", "shop.example {", "", "-x.example", "a\n:666", "*", "x" * 70]
)
def test_what_is_no_domain_is_refused_by_name(name: str) -> None:
    with pytest.raises(Faults, match=r"caddy\.properties\.domains"):
        generate(shop(domains=[name]))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("reverse_proxy", "reverse_prox"),
        ("encode", "enkode"),
        ("localhost:8080", "ftp://x"),
        ("}\n", "\n"),
        ("{", ""),
    ],
)
def test_damaged_output_is_refused(good: str, bad: str) -> None:
    text, _ = generate(shop())
    assert good in text
    with pytest.raises(AssertionError):
        caddy.adapt(text.replace(good, bad))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def upstream() -> Iterator[int]:
    """A web server that says who it is; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"app {self.path}".encode()
            self.send_response(200)
            self.send_header("X-Frame-Options", "DENY")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def get(url: str) -> tuple[str, Any]:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode(), answer.headers


def answers(url: str) -> bool:
    try:
        get(url)
    except (urllib.error.URLError, OSError):
        return False
    return True


def test_a_real_caddy_serves_with_it(upstream: int, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "style.css").write_text("body {}")
    document = shop(static_path="/assets/", static_root=f"{tmp_path}/assets", log_path=f"{tmp_path}/log")
    document["ports"]["app-http"]["number"] = upstream
    text, _ = generate(document)
    (tmp_path / "Caddyfile").write_text(text.replace("{\n", "{\n\tadmin off\n", 1))
    site = f"http://127.0.0.1:{free_port()}"
    env = {
        **os.environ,
        "SITE_ADDRESS": site,
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    command = [caddy.CADDY, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    with (tmp_path / "out").open("wb") as out:
        server = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        eventually(lambda: answers(site) or server.poll() is not None)
        body, headers = get(f"{site}/cart?x=1")
        assert body == "app /cart?x=1"
        assert headers.get_all("X-Frame-Options") == ["DENY"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.get_all("Server") in (None, [])
        assert get(f"{site}/assets/style.css")[0] == "body {}"
        assert "/cart" in eventually((tmp_path / "log" / "access.log").read_text)
    finally:
        server.terminate()
        server.wait(10)
