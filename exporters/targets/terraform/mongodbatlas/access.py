"""Who may use a cluster: addresses, one user, and the address to connect to."""

from collections.abc import Iterator

from exporters.formats.hcl import (
    Attribute,
    Block,
    Expression,
    Reference,
    Template,
    Value,
    attributes,
    block,
    call,
)
from exporters.targets.terraform.builders import makes
from exporters.targets.terraform.parts import Parts, Resource, Shared, Variable
from exporters.targets.terraform.places import FILE_OF
from exporters.targets.terraform.site import Site, asked, described, typed
from topologies.graph import Element, Node
from topologies.kinds.nodes.mongodb_atlas import MongodbAtlas

NO_ACCOUNT = "no_account"  # keys hold no underscore
_ORGANIZATION = Variable(
    "var.mongodbatlas_organization", description="Id of the organization at MongoDB Atlas"
)
_ENVIRONMENTS = ("production", "staging", "development", "other")


def owner(site: Site, node: Node) -> str:
    """The environment whose topology makes the cluster: of those that share it, the one nearest to production."""
    here = site.graph.header.environment
    sharing = {*typed(node, MongodbAtlas).environments} or {here}
    return next(name for name in _ENVIRONMENTS if name in sharing)


def is_ours(site: Site, node: Node) -> bool:
    return owner(site, node) == site.graph.header.environment


def project_id(site: Site, element: Element) -> Shared:
    account = site.account(element)
    place = account.key if account else ""
    return Shared(f"mongodbatlas_project.{place or NO_ACCOUNT}.id", need="atlas project", place=place)


@makes("atlas project")
def _project(site: Site, place: str) -> Iterator[Resource]:
    header = site.graph.header
    account = site.graph.zones.get(place)
    organization = asked(account, "organization", "Id of the organization") if account else _ORGANIZATION
    body = attributes(name=f"{header.system}-{header.slug}", org_id=organization)
    remark = described(account) if account else "of the clusters that stand in no account"
    project = Block("resource", ("mongodbatlas_project", place or NO_ACCOUNT), body)
    yield Resource(FILE_OF["mongodbatlas_project"], (remark,), project)


def access_list(site: Site, node: Node) -> Parts:
    """The addresses that may connect; none but those, and never everybody unless the design says so."""
    stated = typed(node, MongodbAtlas).allowed_cidrs
    each: Value = sorted(stated) or asked(node, "allowed_cidrs", "Access list (CIDR blocks)", "set(string)")
    body = (
        Attribute("for_each", call("toset", each)),
        Attribute("project_id", project_id(site, node)),
        Attribute("cidr_block", Expression("each.value")),
    )
    yield site.resource(node, "mongodbatlas_project_ip_access_list", *body)


def user(site: Site, node: Node) -> Parts:
    database = site.graph.header.system
    body = attributes(
        project_id=project_id(site, node),
        username=database,
        password=password(node),
        auth_database_name="admin",
    )
    role = block("roles", body=attributes(role_name="readWrite", database_name=database))
    name = Reference(f"mongodbatlas_advanced_cluster.{node.key}.name")
    scope = block("scopes", body=attributes(name=name, type="CLUSTER"))
    yield site.resource(node, "mongodbatlas_database_user", *body, role, scope)


def password(node: Node) -> Variable:
    what = "Password of its user, of letters and digits alone as it is part of an address"
    return asked(node, "password", what, secret=True)


def connection(site: Site, node: Node) -> Value:
    """The address with user and password; a variable where another topology makes the cluster."""
    if not is_ours(site, node):
        return asked(node, "url", "Address with user and password", secret=True)
    database = site.graph.header.system
    address = Reference(f"mongodbatlas_advanced_cluster.{node.key}.connection_strings.standard_srv")
    signed_in = Template((f"mongodb+srv://{database}:", password(node), "@"))
    return call("replace", address, "mongodb+srv://", signed_in)
