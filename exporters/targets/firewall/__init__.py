"""The target that writes the rules of every host's own firewall, ufw."""

from collections.abc import Iterator

from exporters.formats.remarks import remark, title
from exporters.formats.shell import command
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.firewall.rules import Plan, plans
from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.kinds.nodes.container import Container

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "no security group guards it as a host",
    "nodes": "a host's firewall names ports and addresses, not programs",
    "ports": "it opens by a rule, not by being listened on",
    "security_groups": "it guards no host, or only before a host that has a firewall of its own",
    "rules": "its group guards no host by itself",
    "attachments": "it does not put a host's own firewall in place",
    "peerings": "a host's firewall does no routing",
    "routes": "a host's firewall does no routing",
    "network_acls": "the network filters these packets, not the host",
    "acl_entries": "the network filters these packets, not the host",
    "links": "what is drawn opens nothing; a rule does",
    "replications": "what is drawn opens nothing; a rule does",
    "views": "a picture configures nothing",
}
_SSH = 22


def supports(graph: Graph) -> str | None:
    """Why such files make no sense here, if they do not."""
    return None if plans(graph) else "no security group guards a host"


@target("firewall", label="ufw", version=1, judged_by="ufw", supports=supports)
def generate(graph: Graph) -> Output:
    """The rules of every host's own firewall: `<key>/ufw.sh`, a script that tells ufw all of them.

    A security group that is a host's firewall becomes its rules; where a host has none, those of the groups that are
    attached to it. Peers are addresses: those of a group or a zone are its subnets. The script forgets what ufw was
    told before, so that nothing is open which the topology does not say.
    """
    found = plans(graph)
    return output_of(
        graph,
        files={f"{plan.host.key}/ufw.sh": _script(graph, plan) for plan in found},
        covered=[key for plan in found for key in _covered(graph, plan)],
        skipped={key: reason for plan in found for key, reason in plan.skipped.items()},
        rest=REST,
        notes=[f"{plan.host.key}: {note}" for plan in found for note in _notes(graph, plan)],
    )


def _covered(graph: Graph, plan: Plan) -> Iterator[str]:
    yield from (plan.host.key, *plan.commands)
    for group in plan.groups:
        yield group.key
        attached = graph.attachments.values()
        yield from (one.key for one in attached if one.group == group.key and one.target == plan.host.key)


def _script(graph: Graph, plan: Plan) -> str:
    rows = ["#!/bin/sh", remark(title(graph.header, plan.host)), "set -eu", ""]
    rows += [remark("From here to the last line the host is open"), "ufw --force reset"]
    rows += [
        f"ufw default {plan.default('ingress')} incoming",
        f"ufw default {plan.default('egress')} outgoing",
    ]
    for group in plan.groups:
        rows += ["", remark(_named(group.key, group.stated_in))]
        for rule in graph.rules_of.get(group.key, ()):
            rows += (
                [remark(f"{rule.key}: {rule.stated_in}")]
                if rule.key in plan.commands and rule.stated_in
                else []
            )
            rows += [command(words) for words in plan.commands.get(rule.key, ())]
    return "\n".join([*rows, "", "ufw --force enable", ""])


def _named(key: str, stated_in: str) -> str:
    return f"{key}, stated in {stated_in}" if stated_in else key


def _notes(graph: Graph, plan: Plan) -> Iterator[str]:
    """What the reader has to know."""
    opened = [
        rule for rule in graph.rules.values() if rule.key in plan.commands and rule.direction == "ingress"
    ]
    ssh = any(rule.protocol in ("tcp", "all") and rule.ports[0] <= _SSH <= rule.ports[1] for rule in opened)
    if plan.default("ingress") == "deny" and not ssh:
        yield "no rule lets SSH in: run the script from the host's console, or be shut out"
    if any(not group.firewall for group in plan.groups):
        yield "no firewall of its own was drawn; these are the rules of the groups that are attached to it"
    inside = (node for node in graph.nodes.values() if graph.enclosing(node, Trait.HOST) == plan.host)
    if any(isinstance(node.properties, Container) for node in inside):
        yield "a container engine publishes ports past ufw: bind them to localhost, or tell its own chain"
