"""What Railway builders share: the project, its environment, the settings of a service."""

import re
from collections.abc import Iterator, Mapping

from exporters.formats.hcl import Attribute, Block, Reference, Value, attributes
from exporters.targets.terraform.builders import makes
from exporters.targets.terraform.parts import Resource, Shared
from exporters.targets.terraform.places import FILE_OF
from exporters.targets.terraform.site import Site, described
from topologies.graph import Element, Node

NO_ACCOUNT = "no_account"  # keys hold no underscore
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def project_id(site: Site, element: Element) -> Shared:
    return _of_project(site, element, "id")


def environment_id(site: Site, element: Element) -> Shared:
    """The environment that comes with the project; it bears the name of the topology's."""
    return _of_project(site, element, "default_environment.id")


def _of_project(site: Site, element: Element, attribute: str) -> Shared:
    account = site.account(element)
    place = account.key if account else ""
    return Shared(f"railway_project.{place or NO_ACCOUNT}.{attribute}", need="railway project", place=place)


@makes("railway project")
def _project(site: Site, place: str) -> Iterator[Resource]:
    header = site.graph.header
    account = site.graph.zones.get(place)
    body = attributes(
        name=f"{header.system}-{header.slug}",
        description=header.label or None,
        private=True,
        default_environment={"name": "production" if header.environment == "other" else header.environment},
    )
    remark = described(account) if account else "of the services that stand in no account"
    project = Block("resource", ("railway_project", place or NO_ACCOUNT), body)
    yield Resource(FILE_OF["railway_project"], (remark,), project)


def service_id(node: Node) -> Reference:
    return Reference(f"railway_service.{node.key}.id")


def settings(site: Site, node: Node, values: Mapping[str, Value]) -> Iterator[Resource]:
    """The environment variables of a service, by name; none where there are none."""
    known = [{"name": name, "value": one} for name, one in sorted(values.items()) if _SETTING.fullmatch(name)]
    if not known:
        return
    body = (
        Attribute("environment_id", environment_id(site, node)),
        Attribute("service_id", service_id(node)),
        Attribute("variables", known),
    )
    yield site.resource(node, "railway_variable_collection", *body)


def regions(site: Site, node: Node) -> Value:
    """In which region how many replicas run; None = one, where the project's default says."""
    inside = site.graph.zones.get(site.place(node))
    where = site.region("railway", inside.key) if inside is not None and inside.kind == "region" else None
    count = node.min_instances
    if where is None and count == 1:
        return None
    replicas: dict[str, Value] = {"num_replicas": count}
    return [replicas if where is None else {**replicas, "region": where}]
