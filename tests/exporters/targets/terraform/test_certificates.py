"""A certificate is proven in the zone that holds its names, and what needs it waits until it is issued."""

from typing import Any

from exporters.registry import find_target
from tests.exporters.targets.terraform.sites import graph, node, whole, zone
from tests.support import hcl_walk
from topologies.graph import Graph

TARGET = find_target("terraform")
ISSUED, PROVEN = "aws_acm_certificate", "aws_acm_certificate_validation"


def written(topology: Graph, type_: str) -> dict[str, dict[str, Any]]:
    """The resources of one type, by name."""
    bodies = b"\n".join(
        body for path, body in TARGET.generate(topology).files.items() if path.endswith(".tf")
    )
    found: dict[str, dict[str, Any]] = {}
    for one in hcl_walk.parsed(bodies.decode()).get("resource", []):
        for kind, named in one.items():
            if hcl_walk.bare(kind) == type_:
                found |= {hcl_walk.bare(name): body for name, body in named.items()}
    return found


def listening(names: tuple[str, ...], *zones: str, validation: str = "dns") -> Graph:
    """A balancer with a certificate for the names, beside name services for the zones."""
    places = {
        "aws": zone("provider", provider="aws"),
        "ireland": zone("region", "aws", code="eu-west-1"),
        "vpc": zone("network", "ireland", cidrs=["10.0.0.0/16"]),
        "public": zone("subnet-tier", "vpc", access="public", cidrs={"eu-west-1a": "10.0.1.0/24"}),
    }
    nodes = {
        "alb": node("alb", "public"),
        "certificates": node("certificate-manager", "ireland", domains=list(names), validation=validation),
        **{f"names-{number}": node("route53", "aws", zone_name=name) for number, name in enumerate(zones)},
    }
    return graph(
        "listening",
        zones=places,
        nodes=nodes,
        ports={"alb-https": {"node": "alb", "number": 443, "tls": True}},
        links={"serves": {"source": "certificates", "target": "alb"}},
    )


def test_the_drawn_zone_proves_every_name_once() -> None:
    topology = whole()
    records = written(topology, "aws_route53_record")
    assert {name for name in records if name.endswith("_validation")} == {
        "certificates_validation",
        "cdn_validation",
    }
    assert "example.org" in str(records["certificates_validation"]["for_each"])
    assert "*.example.org" not in str(records["certificates_validation"]["for_each"])
    assert set(written(topology, PROVEN)) == {"certificates", "cdn"}
    assert written(topology, PROVEN)["cdn"]["provider"] == written(topology, ISSUED)["cdn"]["provider"]


def test_listeners_wait_until_the_certificate_is_issued() -> None:
    (listener,) = [one for one in written(whole(), "aws_lb_listener").values() if "certificate_arn" in one]
    assert f"{PROVEN}.certificates.certificate_arn" in listener["certificate_arn"]
    assert f"{PROVEN}.cdn.certificate_arn" in str(written(whole(), "aws_cloudfront_distribution"))


def test_what_nobody_drew_is_not_guessed() -> None:
    for topology in (
        listening(("api.example.org",)),
        listening(("api.example.org",), "example.net"),
        listening(("api.example.org", "api.example.net"), "example.org", "example.net"),
        listening(("api.example.org",), "example.org", "example.org"),
        listening(("notexample.org",), "example.org"),
        listening(("api.example.org",), "org"),
        listening(("api.example.org",), "example.org", validation="email"),
    ):
        assert set(written(topology, ISSUED)) == {"certificates"}
        assert written(topology, PROVEN) == {}
        (listener,) = [
            one for one in written(topology, "aws_lb_listener").values() if "certificate_arn" in one
        ]
        assert f"{ISSUED}.certificates.arn" in listener["certificate_arn"]


def test_people_are_told_what_the_registrar_needs() -> None:
    made = TARGET.generate(whole())
    assert 'output "names_name_servers"' in made.files["outputs.tf"].decode()
    assert any("registrar names the name servers of names" in text for text in made.notes)
