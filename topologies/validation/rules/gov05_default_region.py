from collections.abc import Iterator

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.model import Conflict, Violation
from topologies.validation.regions import code_of, region_of
from topologies.validation.registry import rule


@rule(
    "GOV05",
    severity="high",
    title="The default region is outside the residency regions",
    whole=True,
    reads=("objectives.residency_regions", "stated.default_region"),
    sources=("AWS Well-Architected SEC07-BP01", "GDPR, chapter V"),
)
def default_region(context: Context) -> Iterator[Violation]:
    """The document names a default region in which data must not lie.

    **What it means.** The objectives limit data to certain regions, and the region that is stated as the default is none of
    them. Both statements are in force, and they contradict each other.

    **Why it matters.** Whatever is created without naming a region lands in the default one: a bucket made by hand, a
    secret, a log group, a scan result. Nobody decides to move data out of its jurisdiction; it happens.

    **What to do.** Make a residency region the default, in the document and in the tools' settings, and forbid the
    others by a policy of the account.

    **Limits.** Where no default is stated, the verdict is unknown only if some store stands in no region, so that the default
    decides where it lies. The finding is shown at the default region, or where that is not drawn at those that are
    allowed.
    """
    header = context.graph.header
    allowed, default = header.objectives.residency_regions, header.stated.default_region
    if not allowed or default in allowed:
        return
    regions = ", ".join(allowed)
    if default is not None:
        message = f"The default region is {default}; data may lie in {regions} only."
        places = _places(context.graph, {default}) or _places(context.graph, set(allowed))
        text = f"default_region {default}, residency_regions {regions}."
        yield Violation(places, message, Conflict(places, text), (default,))
    elif homeless := _homeless(context.graph):
        message = f"Whether new data lies in {regions} depends on a default region nobody stated."
        evidence = Conflict(homeless, "These stores stand in no region.")
        yield Violation(homeless, message, evidence, missing=("stated.default_region",))


def _places(graph: Graph, codes: set[str]) -> tuple[str, ...]:
    return tuple(zone.key for zone in graph.zones_with(Trait.REGION) if code_of(zone) in codes)


def _homeless(graph: Graph) -> tuple[str, ...]:
    return tuple(node.key for node in graph.nodes_with(Trait.DATA) if region_of(graph, node) is None)
