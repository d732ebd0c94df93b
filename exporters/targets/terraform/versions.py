"""Which Terraform and providers read the files, and how each provider is configured."""

from collections.abc import Iterator

from exporters.formats.hcl import Attribute, Comment, Part, Value, attributes, block
from exporters.targets.terraform.providers import PROVIDERS
from exporters.targets.terraform.site import GLOBAL_ALIAS, Site, described
from topologies.graph import Zone
from topologies.kinds import Trait
from topologies.kinds.zones.provider import Provider


def versions(site: Site, used: frozenset[str], *, global_too: bool) -> Iterator[Part]:
    """The settings block and the providers of the resource types in use; ranges within which their schemas stay."""
    found = [one for one in PROVIDERS.items() if one[1].name in used]
    ranges = [Attribute(one.name, {"source": one.source, "version": one.version}) for _, one in found]
    yield block(
        "terraform",
        body=[*attributes(required_version=">= 1.5"), block("required_providers", body=ranges)],
    )
    for slug, one in found:
        if slug == "aws":
            yield from _everywhere(site, global_too=global_too)
            continue
        if one.credentials:
            yield Comment(one.credentials)
        yield block("provider", one.name, body=one.body)


def _everywhere(site: Site, *, global_too: bool) -> Iterator[Part]:
    for number, place in enumerate(site.places["aws"]):
        yield from _aws(site, place, None if number == 0 else place)
    if global_too:
        yield Comment("certificates and filters of CloudFront live in this region")
        tags = block("default_tags", body=attributes(tags=_default_tags(site)))
        yield block("provider", "aws", body=[*attributes(alias=GLOBAL_ALIAS, region="us-east-1"), tags])


def _aws(site: Site, place: str, alias: str | None) -> Iterator[Part]:
    zone = site.graph.zones.get(place)
    if zone is not None:
        yield Comment(described(zone))
    body = attributes(alias=alias, region=site.region("aws", place), allowed_account_ids=_account(site, zone))
    tags = block("default_tags", body=attributes(tags=_default_tags(site)))
    yield block("provider", "aws", body=[*body, tags])


def _account(site: Site, zone: Zone | None) -> Value:
    account = site.graph.enclosing(zone, Trait.PROVIDER) if zone else None
    number = account.properties.account if account and isinstance(account.properties, Provider) else ""
    return [number] if number.isascii() and number.isdigit() and len(number) == 12 else None


def _default_tags(site: Site) -> dict[str, Value]:
    header = site.graph.header
    return {
        "System": header.system,
        "Topology": header.slug,
        "Environment": header.environment,
        "ManagedBy": "terraform",
    }
