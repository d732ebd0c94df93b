"""Operations as they are posted: a JSON list of objects told apart by `op`."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from topologies.graph import Fault, Faults, Placement, Value
from topologies.graph.base import faults_of
from topologies.scalars import Key, Text

Fields = dict[str, Any]
Section = Literal[
    "zones",
    "nodes",
    "ports",
    "security_groups",
    "rules",
    "attachments",
    "peerings",
    "routes",
    "network_acls",
    "acl_entries",
    "links",
    "replications",
    "views",
]


class _Operation(Value):
    def wire(self) -> dict[str, Any]:
        """The JSON object that `parse_operations` reads back."""
        return self.model_dump(mode="json", exclude_unset=True) | {"op": self.op}  # type: ignore[attr-defined]


class Add(_Operation):
    """A new element. Its key must never have been used in this topology."""

    op: Literal["add"] = "add"
    section: Section
    key: Key
    fields: Fields = {}


class Update(_Operation):
    """New values for some fields; null = back to the default. `properties` is merged one level deep."""

    op: Literal["update"] = "update"
    key: Key
    fields: Fields


class Move(_Operation):
    """Put a zone or node into another zone; null = outside every zone."""

    op: Literal["move"] = "move"
    key: Key
    to: Key | None


class Connect(_Operation):
    """A new link."""

    op: Literal["connect"] = "connect"
    key: Key
    source: Key
    target: Key
    port: Key | None = None
    role: Literal["traffic", "dns", "control", "telemetry", "deployment"] = "traffic"
    label: Text = ""
    protocol: Text = ""
    encrypted: bool | None = None
    weight: Annotated[int, Field(ge=0, le=100)] | None = None


class Disconnect(_Operation):
    """Remove a link."""

    op: Literal["disconnect"] = "disconnect"
    key: Key


class Attach(_Operation):
    """Put a security group on a node or host."""

    op: Literal["attach"] = "attach"
    key: Key
    group: Key
    target: Key


class Detach(_Operation):
    """Take a security group off a node or host."""

    op: Literal["detach"] = "detach"
    key: Key


class Remove(_Operation):
    """Remove an element with everything that cannot stand without it. With `cascade` false it is refused
    when there is any such thing."""

    op: Literal["remove"] = "remove"
    key: Key
    cascade: bool = True


class Restore(_Operation):
    """Bring removed elements back under their own keys: what undoes a removal."""

    op: Literal["restore"] = "restore"
    elements: dict[Section, dict[Key, Fields]]


class Reorder(_Operation):
    """The entries of a network ACL in a new order. They keep the set of numbers they had in that direction."""

    op: Literal["reorder"] = "reorder"
    key: Key
    direction: Literal["ingress", "egress"]
    order: tuple[Key, ...]


class Place(_Operation):
    """Where elements stand in a view; null = wherever the layout puts it."""

    op: Literal["place"] = "place"
    view: Key
    placements: dict[Key, Placement | None]


class Configure(_Operation):
    """New values for fields of the topology itself; null = back to the default."""

    op: Literal["configure"] = "configure"
    fields: Fields


Operation = (
    Add
    | Update
    | Move
    | Connect
    | Disconnect
    | Attach
    | Detach
    | Remove
    | Restore
    | Reorder
    | Place
    | Configure
)
_ADAPTER: TypeAdapter[Operation] = TypeAdapter(Annotated[Operation, Field(discriminator="op")])


def parse_operations(data: Any) -> tuple[Operation, ...]:
    """Operations from JSON data.

    Raises:
        Faults: which operation is wrong in which field; the element is the operation's key where it has one.
    """
    if isinstance(data, str | bytes | Mapping) or not isinstance(data, Sequence):
        raise Faults([Fault("", "operations", "must be a list of operations")])
    faults: list[Fault] = []
    parsed = [_parse(position, item, faults) for position, item in enumerate(data)]
    if faults:
        raise Faults(faults)
    return tuple(operation for operation in parsed if operation is not None)


def _parse(position: int, item: Any, faults: list[Fault]) -> Operation | None:
    try:
        return _ADAPTER.validate_python(item)
    except ValidationError as error:
        key = item.get("key") if isinstance(item, Mapping) else None
        element = key if isinstance(key, str) else ""
        faults.extend(
            Fault(
                fault.element,
                f"operations.{position}{'.' if fault.field else ''}{fault.field}",
                fault.message,
            )
            for fault in faults_of(element, error)
        )
        return None
