"""The rules of one host as words of ufw, and why a rule has none."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporters.addresses import addresses, of_group
from topologies.graph import Graph, Rule, SecurityGroup, Zone

ANYWHERE = "any"


@dataclass(frozen=True, slots=True)
class Unsaid(Exception):
    """ufw cannot be told this rule; the message says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One host: the groups that guard it, what each rule becomes, and which rules become nothing and why."""

    host: Zone
    groups: tuple[SecurityGroup, ...]
    commands: dict[str, tuple[tuple[str, ...], ...]]
    skipped: dict[str, str]

    def default(self, direction: str) -> str:
        """Groups add up: what one of them lets through by default passes."""
        field = "default_ingress" if direction == "ingress" else "default_egress"
        return "allow" if any(getattr(group, field) == "allow" for group in self.groups) else "deny"


def plans(graph: Graph) -> tuple[Plan, ...]:
    """What every host is told that a group guards, by its key."""
    hosts = [zone for zone in graph.zones.values() if graph.groups_on.get(zone.key)]
    return tuple(_plan(graph, host) for host in hosts)


def _plan(graph: Graph, host: Zone) -> Plan:
    every = graph.groups_on[host.key]
    groups = tuple(group for group in every if group.firewall) or every
    plan = Plan(host, groups, {}, {})
    told: dict[tuple[str, ...], str] = {}
    for rule in (rule for group in groups for rule in graph.rules_of.get(group.key, ())):
        try:
            ways = [way for way in _ways(graph, rule) if told.setdefault(way, rule.key) == rule.key]
            plan.commands[rule.key] = tuple(("ufw", "allow", *way, "comment", rule.key) for way in ways)
        except Unsaid as unsaid:
            plan.skipped[rule.key] = unsaid.reason
    return plan


def _ways(graph: Graph, rule: Rule) -> Iterator[tuple[str, ...]]:
    if rule.protocol == "icmp":
        raise Unsaid("ufw has no word for ICMP; the rules that it comes with let pings in and errors through")
    for place in _peers(graph, rule):
        yield tuple(_way(rule, place))


def _way(rule: Rule, place: str) -> Iterator[str]:
    yield "in" if rule.direction == "ingress" else "out"
    if rule.protocol != "all":
        yield from ("proto", rule.protocol)
    yield from (
        ("from", place, "to", ANYWHERE) if rule.direction == "ingress" else ("from", ANYWHERE, "to", place)
    )
    if rule.from_port is not None:
        first, last = rule.ports
        yield from ("port", str(first) if first == last else f"{first}:{last}")


def _peers(graph: Graph, rule: Rule) -> tuple[str, ...]:
    if rule.cidr is not None:
        return (rule.cidr,)
    if rule.peer_group is not None:
        found, peer = of_group(graph, graph.security_groups[rule.peer_group]), rule.peer_group
    else:
        peer = rule.peer_zone or ""
        found = addresses(graph, graph.zones[peer])
    if not found:
        raise Unsaid(f"a host's firewall knows addresses only, and those of {peer} are not in the topology")
    return found
