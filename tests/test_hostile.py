"""One topology whose every label is hostile, through every page, address, picture and generator.

users -> caddy:443 -> roadrunner:8080 -> postgresql:5432 (all on one droplet), a bucket beside it
"""

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client

from benchmarks.estate import estate
from exporters.registry import targets
from exporters.selectors import exports_of_revision
from tests.cast import Cast, assembled
from tests.support.waiting import eventually
from topologies.documents import parse
from topologies.examples import examples
from topologies.graph import Graph

HOSTILE = (
    "<script>alert(1)</script>",
    "\"quoted\" 'twice' \\ back",
    "line\nbreak\r\nand\ttab",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    '${file("/etc/passwd")} %{if true}',
    "{$ENV} {env.HOME} { import x }",
    "*/ -- # ; $(id) `id` | & <<EOF",
    "javascript:alert(1) ]( ]]> <!-- ",
    "no: yes\n- !!python/object:os.system",
    "\U0001f3d7 \u5efa\u7bc9 " + "x" * 150,
)


def hostile() -> Graph:
    """infinri/single-droplet with another hostile label on each of its elements."""
    document = next(
        row for row in examples() if (row.system, row.slug) == ("infinri", "single-droplet")
    ).document()
    document["topology"].update(label=HOSTILE[0], summary="\n".join(HOSTILE))
    position = 0
    for name, rows in document.items():
        if name not in ("format", "topology"):
            for fields in rows.values():
                fields.update(
                    label=HOSTILE[position % len(HOSTILE)], note=HOSTILE[(position + 1) % len(HOSTILE)]
                )
                position += 1
    return parse(document)


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(hostile(), HOSTILE[0])


@pytest.fixture
def architect(cast: Cast, client: Client) -> Client:
    client.force_login(cast.people["architect"])
    return client


def test_every_page_shows_hostile_labels_as_text(cast: Cast, architect: Client) -> None:
    graph = hostile()
    pages = ["/", cast.address, *(f"{cast.address}elements/{key}/" for key in sorted(graph.by_key))]
    for page in pages:
        answer = architect.get(page)
        assert answer.status_code == 200, page
        assert b"<script>alert" not in answer.content, page
        assert b'href="javascript:' not in answer.content, page


def test_every_api_answer_carries_hostile_labels_unchanged(cast: Cast, architect: Client) -> None:
    root = f"/api/v1/topologies{cast.address}"
    for part in ("", "findings/", "revisions/", "exports/"):
        assert architect.get(root + part).status_code == 200, part
    document = json.loads(architect.get(f"{root}document/").content)
    assert {row["label"] for row in document["nodes"].values()} <= set(HOSTILE)
    assert document["topology"]["label"] == HOSTILE[0]


def test_pictures_stay_pictures(cast: Cast, architect: Client) -> None:
    svg = ElementTree.fromstring(architect.get(f"{cast.address}diagram.svg").content)
    assert {element.tag.rpartition("}")[2] for element in svg.iter()}.isdisjoint(
        {"script", "foreignObject", "image", "a"}
    )
    assert architect.get(f"{cast.address}diagram.png").content.startswith(b"\x89PNG")
    assert architect.get(f"{cast.address}diagram.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("target", sorted(targets()))
def test_generators_write_files_or_say_why_not(target: str) -> None:
    graph = hostile()
    generator = targets()[target]
    if generator.supports(graph) is None:
        output = generator.generate(graph)
        assert output.files
        assert all("\x00" not in str(content) for content in output.files.values())


def test_a_hostile_topology_is_exported_whole(cast: Cast, architect: Client, celery_worker: object) -> None:
    """Through the real worker: the bundle opens and its manifest names each file."""
    answer = architect.post(
        f"/api/v1/topologies{cast.address}exports/", {"target": "caddyfile"}, content_type="application/json"
    )
    assert answer.status_code in (200, 202), answer.content
    export = exports_of_revision(cast.revision).get(target="caddyfile")

    def done() -> bool:
        export.refresh_from_db()
        return export.state in ("succeeded", "failed")

    assert eventually(done, seconds=60)
    assert export.state == "succeeded", export.error
    bundle = architect.get(f"/api/v1/topologies{cast.address}exports/{export.pk}/bundle.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle) if bundle.streaming else bundle.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["files"]) <= set(archive.namelist())


@pytest.mark.slow
def test_ten_thousand_nodes_are_shown_and_served(db: None, client: Client) -> None:
    large = assembled(parse(estate(10_000)), "Estate")
    client.force_login(large.people["viewer"])
    for part in ("", "elements/net3-db0/", "diagram.svg", "document.json"):
        assert client.get(large.address + part).status_code == 200, part
    refused = client.get(f"{large.address}diagram.png")
    assert (refused.status_code, b"take its SVG" in refused.content) == (422, True)
    for part in ("", "document/", "elements/", "findings/"):
        assert client.get(f"/api/v1/topologies{large.address}{part}").status_code == 200, part
