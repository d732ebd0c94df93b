from collections.abc import Iterator

from topologies.graph import Node, Zone
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

FLAGS = ("public_ip", "publicly_accessible")


@rule(
    "NET09",
    severity="medium",
    title="A public address in a tier that is not public",
    sources=("AWS Security Hub EC2.15", "Checkov CKV_AWS_130", "AWS Well-Architected SEC05-BP01"),
)
def public_address_in_private_tier(context: Context) -> Iterator[Violation]:
    """A part has a public address, and its tier has no route to an internet gateway.

    **What it means.** The part is set to have a public IP address or to be publicly accessible. Its subnet tier is private or
    isolated, or the routes drawn for it do not lead to an internet gateway.

    **Why it matters.** Today the address answers nobody and costs money. The two settings contradict each other: either the
    part must be reached and is not, or one changed route table makes it public.

    **What to do.** Switch the public address off. If the internet must reach the part, put a load balancer into the public
    tier in front of it.

    **Limits.** Kinds that have a public address unless somebody says otherwise (a bastion, a droplet) are not judged.
    """
    parts: list[Node | Zone] = [*context.graph.nodes.values(), *context.graph.zones_with(Trait.HOST)]
    for part in parts:
        flags = [name for name in FLAGS if _is_set(part, name)]
        if flags and not _is_routed(context, part):
            yield _violation(context, part, flags)


def _is_set(part: Node | Zone, name: str) -> bool:
    field = type(part.properties).model_fields.get(name)
    return field is not None and field.default is not True and getattr(part.properties, name) is True


def _is_routed(context: Context, part: Node | Zone) -> bool:
    site = context.engine.sites.of(part.key)
    leave = context.engine.router.leave
    return not site.tier or any(leave(site, stand).route == "internet gateway" for stand in site.stands)


def _violation(context: Context, part: Node | Zone, flags: list[str]) -> Violation:
    tier = context.graph.zones[context.engine.sites.of(part.key).tier]
    off = update(part.key, properties=dict.fromkeys(flags, False))
    return Violation(
        subjects=(part.key,),
        message=f"{part.name} has a public address in {tier.name}, which leads to no internet gateway.",
        evidence=Conflict((part.key, tier.key), f"{', '.join(flags)} of {part.key} in {tier.key}"),
        causes=(part.key, tier.key, *flags),
        fixes=(Fix(f"Take the public address away from {part.key}.", (off,)),),
    )
