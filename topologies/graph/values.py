"""The elements of a topology as frozen values (the words are those of the glossary in docs/model.md).

Every element has a `key`, unique in its topology, and lives in one section of the document. Fields that
name another element carry a `Reference`, from which integrity, cascades and the rows' foreign keys follow.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    Field,
    SerializeAsAny,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from topologies.graph.base import Reference, Value
from topologies.kinds import Properties, node_kind, zone_kind
from topologies.scalars import Cidr, Key, LongText, PortNumber, Text, Transport, misfit

Count = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[float, Field(ge=0)]
Coordinate = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
Protocol = Literal["tcp", "udp", "icmp", "all"]
Direction = Literal["ingress", "egress"]
Access = Literal["", "localhost", "private", "admin", "public"]


class Element(Value):
    """Anything in a topology. `stated_in` is the document and section a fact comes from."""

    section: ClassVar[str]

    key: Key
    label: Text = ""
    note: LongText = ""
    stated_in: Text = ""

    @property
    def name(self) -> str:
        """What people read: the label, else the key."""
        return self.label or self.key

    @classmethod
    @cache
    def references(cls) -> Mapping[str, Reference]:
        """Field name -> what it may refer to."""
        found = {
            name: mark
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Reference)
        }
        return MappingProxyType(found)

    def targets(self) -> Iterator[str]:
        """Keys of what this element refers to."""
        return (key for field in self.references() if (key := getattr(self, field)) is not None)


class Zone(Element):
    """A container: provider, region, network, subnet tier, host, cluster, group. Zones nest."""

    section: ClassVar[str] = "zones"

    kind: Key
    parent: Annotated[Key | None, Reference(("zones",))] = None
    properties: SerializeAsAny[Properties]

    @field_validator("kind")
    @classmethod
    def _kind_exists(cls, slug: str) -> str:
        return zone_kind(slug).slug

    @field_validator("properties", mode="wrap")
    @classmethod
    def _typed(cls, raw: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Properties:
        return (
            zone_kind(info.data["kind"]).properties.model_validate(raw)
            if "kind" in info.data
            else handler({})
        )


class Node(Element):
    """A running part. It runs as `min_instances`..`max_instances`, spread over the availability zones of
    its tier, or pinned to `availability_zones`."""

    section: ClassVar[str] = "nodes"

    kind: Key
    zone: Annotated[Key | None, Reference(("zones",))] = None
    min_instances: Count = 1
    max_instances: Count = 1
    availability_zones: tuple[Text, ...] = ()
    slot: Literal["", "blue", "green"] = ""
    optional: bool = False
    properties: SerializeAsAny[Properties]

    @field_validator("kind")
    @classmethod
    def _kind_exists(cls, slug: str) -> str:
        return node_kind(slug).slug

    @field_validator("properties", mode="wrap")
    @classmethod
    def _typed(cls, raw: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Properties:
        return (
            node_kind(info.data["kind"]).properties.model_validate(raw)
            if "kind" in info.data
            else handler({})
        )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min_instances > self.max_instances:
            raise misfit(
                "min_instances",
                f"min_instances {self.min_instances} is above max_instances {self.max_instances}",
            )
        return self


class Port(Element):
    """A listening port of a node. `access` is what the document declares, `bind` what the port listens on."""

    section: ClassVar[str] = "ports"

    node: Annotated[Key, Reference(("nodes",))]
    number: PortNumber
    end: PortNumber | None = None
    protocol: Transport = "tcp"
    application: Text = ""
    tls: bool = False
    bind: Literal["localhost", "private", "all"] = "all"
    access: Access = ""

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.end is not None and self.end < self.number:
            raise misfit("end", f"end {self.end} is below number {self.number}")
        return self

    @property
    def last(self) -> int:
        return self.end or self.number


class SecurityGroup(Element):
    """Rules attached to nodes and hosts. `firewall` = a host's own firewall (ufw). A group says what happens to
    traffic no rule names: a cloud group denies both ways unless it says otherwise."""

    section: ClassVar[str] = "security_groups"

    zone: Annotated[Key | None, Reference(("zones",))] = None
    firewall: bool = False
    is_default: bool = False
    default_ingress: Literal["allow", "deny"] = "deny"
    default_egress: Literal["allow", "deny"] = "deny"


class _PortRange(Element):
    protocol: Protocol = "tcp"
    from_port: PortNumber | None = None
    to_port: PortNumber | None = None

    @model_validator(mode="after")
    def _port_range(self) -> Self:
        if self.from_port is None and self.to_port is not None:
            raise misfit("from_port", "to_port needs from_port")
        if self.from_port is not None and self.protocol in ("icmp", "all"):
            raise misfit("from_port", f"protocol {self.protocol} has no ports")
        if self.from_port is not None and self.to_port is not None and self.to_port < self.from_port:
            raise misfit("to_port", f"to_port {self.to_port} is below from_port {self.from_port}")
        return self

    @property
    def ports(self) -> tuple[int, int]:
        """First and last port; every port where none is named."""
        if self.from_port is None:
            return (1, 65535)
        return (self.from_port, self.to_port or self.from_port)


class Rule(_PortRange):
    """Traffic a security group allows: from (ingress) or to (egress) exactly one peer."""

    section: ClassVar[str] = "rules"

    group: Annotated[Key, Reference(("security_groups",))]
    direction: Direction
    cidr: Cidr | None = None
    peer_group: Annotated[Key | None, Reference(("security_groups",))] = None
    peer_zone: Annotated[Key | None, Reference(("zones",))] = None

    @model_validator(mode="after")
    def _one_peer(self) -> Self:
        given = [name for name in ("cidr", "peer_group", "peer_zone") if getattr(self, name) is not None]
        if len(given) != 1:
            raise misfit(
                given[-1] if given else "cidr", "needs exactly one of cidr, peer_group and peer_zone"
            )
        return self


class Attachment(Element):
    """A security group on a node or on a host."""

    section: ClassVar[str] = "attachments"

    group: Annotated[Key, Reference(("security_groups",))]
    target: Annotated[Key, Reference(("nodes", "zones"))]


class Route(Element):
    """Where a subnet tier sends a destination. `availability_zone` narrows it to one zone's route table."""

    section: ClassVar[str] = "routes"

    zone: Annotated[Key, Reference(("zones",))]
    destination: Cidr
    via: Annotated[Key, Reference(("nodes", "peerings", "zones"))]
    availability_zone: Text = ""


class NetworkAcl(Element):
    """Ordered, stateless rules of a subnet tier. Where none is drawn everything is allowed."""

    section: ClassVar[str] = "network_acls"

    zone: Annotated[Key, Reference(("zones",))]


class AclEntry(_PortRange):
    """One rule of a network ACL; the lowest number that matches decides."""

    section: ClassVar[str] = "acl_entries"

    acl: Annotated[Key, Reference(("network_acls",))]
    number: Annotated[int, Field(ge=1, le=32766)]
    direction: Direction
    action: Literal["allow", "deny"]
    cidr: Cidr


class Link(Element):
    """Declared traffic from a node to a node, and to which of its ports where that is known.

    `encrypted` None = the document does not say. `weight` is the share of traffic in percent."""

    section: ClassVar[str] = "links"

    source: Annotated[Key, Reference(("nodes",))]
    target: Annotated[Key, Reference(("nodes",))]
    port: Annotated[Key | None, Reference(("ports",), cascade=False)] = None
    role: Literal["traffic", "dns", "control", "telemetry", "deployment"] = "traffic"
    protocol: Text = ""
    encrypted: bool | None = None
    weight: Annotated[int, Field(ge=0, le=100)] | None = None


class Replication(Element):
    """A data copy from one node to another. `lag_seconds` is the promised or observed delay."""

    section: ClassVar[str] = "replications"

    source: Annotated[Key, Reference(("nodes",))]
    target: Annotated[Key, Reference(("nodes",))]
    port: Annotated[Key | None, Reference(("ports",), cascade=False)] = None
    mode: Literal["sync", "async", "logical", "snapshot"]
    lag_seconds: Seconds | None = None
    failover: Literal["none", "manual", "automatic"] = "none"
    failover_seconds: Seconds | None = None
    conflict_policy: Text = ""
    encrypted: bool | None = None


class Peering(Element):
    """Two networks joined. Not transitive."""

    section: ClassVar[str] = "peerings"

    network: Annotated[Key, Reference(("zones",))]
    peer: Annotated[Key, Reference(("zones",))]

    @model_validator(mode="after")
    def _two_networks(self) -> Self:
        if self.network == self.peer:
            raise misfit("peer", "a network cannot be peered with itself")
        return self


class Placement(Value):
    """Where an element stands in a view, in pixels of the drawing; size only where somebody set it."""

    x: Coordinate
    y: Coordinate
    width: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    height: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    collapsed: bool = False


class View(Element):
    """A named picture: what it shows and where each element stands in it."""

    section: ClassVar[str] = "views"

    shows: Literal["everything", "network", "dataflow", "security", "zone"] = "everything"
    zone: Annotated[Key | None, Reference(("zones",))] = None
    placements: dict[Key, Placement] = {}

    @model_validator(mode="after")
    def _zone_where_needed(self) -> Self:
        if (self.shows == "zone") != (self.zone is not None):
            raise misfit("zone", "zone is given exactly when shows is 'zone'")
        return self


_TYPES: tuple[type[Element], ...] = (
    Zone,
    Node,
    Port,
    SecurityGroup,
    Rule,
    Attachment,
    Peering,
    Route,
    NetworkAcl,
    AclEntry,
    Link,
    Replication,
    View,
)

# Section name -> element type, each after the sections it refers to.
SECTIONS: Mapping[str, type[Element]] = MappingProxyType({kind.section: kind for kind in _TYPES})
