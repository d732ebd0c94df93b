"""The description of the API: complete, true to the addresses, and readable by a person."""

from io import StringIO

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from ruamel.yaml import YAML


@pytest.fixture(scope="module")
def description() -> dict:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    found: dict = YAML(typ="safe").load(out.getvalue())
    return found


def routes(patterns, before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and pattern.name not in ("schema", "unknown"):
            found.append(here)
    return found


def test_it_describes_every_address(description):
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    assert len(description["paths"]) == len(routes(api.url_patterns))


def test_every_operation_has_a_name_and_says_how_it_is_refused(description):
    names = []
    for operations in description["paths"].values():
        for operation in operations.values():
            names.append(operation["operationId"])
            refused = operation["responses"]["default"]["content"]["application/json"]["schema"]
            assert refused == {"$ref": "#/components/schemas/Error"}
            assert operation["description"]
            assert {"token": []} in operation["security"]
    assert len(names) == len(set(names))


def test_the_refusal_is_as_described(description, client):
    schema = {**description["components"]["schemas"]["Error"], "components": description["components"]}
    jsonschema.validate(client.get("/api/v1/nothing/").json(), schema)


def test_everybody_may_read_it(client, db):
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/")
    assert page.status_code == 200
    assert "unsafe" not in page["Content-Security-Policy"]
