from collections.abc import Iterator

from topologies.graph import Graph, Zone
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

# Providers whose networks can log flows. Sources: AWS, VPC Flow Logs; Google Cloud, VPC Flow Logs.
LOGGING_PROVIDERS = frozenset({"aws", "gcp"})


@rule(
    "GOV03",
    severity="medium",
    title="A network logs no flows",
    reads=("environment",),
    sources=(
        "CIS AWS Foundations Benchmark 7.0, 4.7",
        "AWS Security Hub EC2.6",
        "Checkov CKV2_AWS_11",
        "AWS Well-Architected SEC04-BP01",
    ),
)
def flow_logs(context: Context) -> Iterator[Violation]:
    """Nobody could tell afterwards who talked to whom in this network.

    **What it means.** The network is said to keep no flow logs, and neither do all of its subnet tiers.

    **Why it matters.** After a break-in the first question is what was reached and how much left. Without flow logs it has
    no answer, and everything must be taken for lost. They also show which rules nothing uses.

    **What to do.** Switch on flow logs for the network, keep them where the system itself cannot delete them, and for as long
    as it takes to notice an intruder: months, not days.

    **Limits.** Where nobody says, the verdict is unknown for networks in production of providers that offer flow logs, and
    passes elsewhere.
    """
    tiers: dict[str, list[Zone]] = {}
    for tier in context.graph.zones_with(Trait.TIER):
        network = context.graph.enclosing(tier, Trait.NETWORK)
        tiers.setdefault(network.key if network else "", []).append(tier)
    for zone in context.graph.zones_with(Trait.NETWORK):
        yield from _judged(context.graph, zone, tiers.get(zone.key, []))


def _judged(graph: Graph, network: Zone, tiers: list[Zone]) -> Iterator[Violation]:
    said = _said(network)
    if said or (tiers and all(_said(tier) for tier in tiers)):
        return
    if said is False:
        evidence = Conflict((network.key,), "flow_logs is stated to be off.")
        fix = Fix(f"Keep flow logs of {network.key}.", (update(network.key, properties={"flow_logs": True}),))
        yield Violation((network.key,), f"{network.name} keeps no flow logs.", evidence, fixes=(fix,))
    elif graph.header.environment == "production" and _could(graph, network):
        evidence = Conflict((network.key,), "Nobody says.")
        fact = (f"{network.key}.flow_logs",)
        yield Violation(
            (network.key,), f"Whether {network.name} keeps flow logs is not stated.", evidence, (), fact
        )


def _said(zone: Zone) -> bool | None:
    found: bool | None = getattr(zone.properties, "flow_logs", None)
    return found


def _could(graph: Graph, network: Zone) -> bool:
    provider = graph.enclosing(network, Trait.PROVIDER)
    return provider is not None and getattr(provider.properties, "provider", "") in LOGGING_PROVIDERS
