from collections.abc import Iterator

from topologies.graph import Port
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.fixes.peers import calls_to
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "NET13",
    severity="medium",
    title="A port listens more widely than declared",
    sources=("AWS Well-Architected SEC05-BP02", "CIS Controls 8, 4.8", "OWASP ASVS 5.0, 13.4"),
)
def port_wider_than_declared(context: Context) -> Iterator[Violation]:
    """A port is declared for localhost or for private callers, and it is bound to more addresses than that.

    **What it means.** The port table says who may use the port; the configuration binds it to a wider set of addresses. A port
    for localhost listens on a private address or on all; or a port for private callers listens on all addresses of a part
    that has a public one.

    **Why it matters.** Only the firewall stands between the port and everybody else, and nobody thinks that it has to: the
    document says that the port is not there. One rule too many, or a firewall that is switched off for a minute, exposes it.

    **What to do.** Bind the port to localhost or to the private address, as declared. If callers from elsewhere are meant,
    declare the wider access.

    **Limits.** Whether the port is reached today is a different question, which NET01 and CON02 answer. All addresses are no
    more than private ones where a part has no public address. A port whose access is not declared is not judged.
    """
    for port in context.graph.ports.values():
        yield from _judged(context, port)


def _judged(context: Context, port: Port) -> Iterator[Violation]:
    if port.access == "localhost" and port.bind != "localhost":
        yield _violation(context, port)
    if port.access == "private" and port.bind == "all":
        site = context.engine.sites.of(port.node)
        if site.place == "nowhere":
            yield _violation(context, port, f"{port.node}.zone: the network or host it stands in")
        elif site.reachable:
            yield _violation(context, port)


def _violation(context: Context, port: Port, missing: str = "") -> Violation:
    what = f"{port.protocol} {port.number} of {context.graph.nodes[port.node].name}"
    on = "all addresses" if port.bind == "all" else "private addresses"
    wider = f"listens on {on} and is declared for {_USERS[port.access]} only"
    text = f"{what} {wider}."
    if missing:
        text = f"Whether {what} is open beyond its declared access depends on where the part stands."
    return Violation(
        subjects=(port.node, port.key),
        message=text,
        evidence=Conflict((port.key,), f"{port.key} {wider}: bind {port.bind}, access {port.access}."),
        causes=(port.key,),
        missing=(missing,) if missing else (),
        fixes=() if missing else _fixes(context, port),
    )


_USERS = {"localhost": "its own host", "private": "private callers"}


def _fixes(context: Context, port: Port) -> tuple[Fix, ...]:
    """Bound as declared, where nobody is drawn to call from further away."""
    node, sites = context.graph.nodes[port.node], context.engine.sites
    callers = [call.caller for call in calls_to(context, node) if port.number <= call.port <= port.last]
    near = [
        key
        for key in callers
        if sites.of(key).network and sites.of(key).network == sites.of(node.key).network
    ]
    if callers and (port.access == "localhost" or near != callers):
        return ()
    return (Fix(f"Bind {port.key} to {port.access} only.", (update(port.key, bind=port.access),)),)
