"""Which port of a node answers a flow, and on which of its addresses."""

from collections.abc import Sequence
from typing import Literal

from topologies.graph import Port
from topologies.reachability.flow import Block
from topologies.reachability.needs import Listen, Serve
from topologies.scalars import Transport

# "none": the node states its ports and this is not among them. "unstated": it states no port at all.
Bind = Literal["localhost", "private", "all", "none", "unstated"]
Way = Literal["localhost", "network", "peering", "endpoint", "internet"]

_WIDEST = ("all", "private", "localhost")


def listener(ports: Sequence[Port], protocol: Transport, number: int) -> Port | None:
    """The port that covers this number; the one bound most widely where several do."""
    found = [port for port in ports if port.protocol == protocol and port.number <= number <= port.last]
    if len(found) < 2:
        return found[0] if found else None
    return min(found, key=lambda port: (_WIDEST.index(port.bind), port.key))


def binding(ports: Sequence[Port], protocol: Transport, number: int) -> Bind:
    """On which addresses the node listens for this flow."""
    if not ports:
        return "unstated"
    port = listener(ports, protocol, number)
    return port.bind if port else "none"


def deaf(bind: Bind, way: Way, protocol: Transport, number: int) -> Block | None:
    """Why the target does not answer a flow that arrives this way.

    localhost answers its own host alone; private answers every way but the internet.
    """
    if bind == "none":
        return Block(
            "port",
            ("{target}",),
            f"{{target}} does not listen on {protocol} {number}",
            Serve("{target}", protocol, number),
        )
    if bind == "localhost" and way != "localhost":
        return _bound(protocol, number, "localhost", "all" if way == "internet" else "private")
    if bind == "private" and way == "internet":
        return _bound(protocol, number, "private addresses", "all")
    return None


def _bound(protocol: Transport, number: int, on: str, wider: Literal["private", "all"]) -> Block:
    text = f"{{target}} listens for {protocol} {number} on {on} only"
    return Block("port", ("{target}",), text, Listen("{target}", protocol, number, wider))
