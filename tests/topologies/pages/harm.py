"""A topology whose every text tries to be markup, and what of its pages would run."""

from collections.abc import Iterable
from html.parser import HTMLParser

from django.test import Client

from tests.cast import Cast, assembled
from topologies.documents import parse

HOSTILE = "</title></svg><script>alert(1)</script>\"' onload=alert(1) \u202eltr &amp;"


def hostile_cast() -> Cast:
    document = {
        "format": 1,
        "topology": {
            "system": "evil",
            "slug": "evil",
            "label": HOSTILE,
            "summary": HOSTILE,
            "stated_in": HOSTILE,
            "notes": [{"text": HOSTILE, "stated_in": HOSTILE}],
            "ratings": {HOSTILE: 3},
        },
        "zones": {"box": {"kind": "droplet", "label": HOSTILE}},
        "nodes": {
            "db": {
                "kind": "postgresql",
                "zone": "box",
                "label": HOSTILE,
                "note": HOSTILE,
                "stated_in": HOSTILE,
                "properties": {"engine_version": HOSTILE, "environment": {HOSTILE: HOSTILE}},
            },
            "net": {"kind": "users", "label": HOSTILE},
        },
        "ports": {"db-port": {"node": "db", "number": 5432, "application": HOSTILE}},
        "links": {"line": {"source": "net", "target": "db", "port": "db-port", "label": HOSTILE}},
    }
    return assembled(parse(document), label=HOSTILE)


def harm_on(addresses: Iterable[str]) -> dict[str, list[str]]:
    """What would run on each of these pages of that topology; every one of them shows its texts."""
    client = Client()
    client.force_login(hostile_cast().people["architect"])
    found = {}
    for address in addresses:
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert "alert(1)" in page, address
        markup = Markup(answer.headers["Content-Security-Policy"])
        markup.feed(page)
        found[address] = markup.harm
    return {address: harm for address, harm in found.items() if harm}


class Markup(HTMLParser):
    """Notes what would run: scripts with neither a source nor the nonce of this page's policy, handlers, and addresses that
    are code."""

    def __init__(self, policy: str) -> None:
        super().__init__()
        self.policy = policy
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "script" and "src" not in names and f"'nonce-{names.get('nonce')}'" not in self.policy:
            self.harm.append(tag)
        self.harm.extend(f"{tag} {name}" for name, value in attrs if _runs(name, value or ""))


def _runs(name: str, value: str) -> bool:
    return name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:")
