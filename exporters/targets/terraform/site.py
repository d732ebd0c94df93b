"""Where every element stands at its provider, and how resources, variables and names are made from it."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from exporters.formats.hcl import Attribute, Block, Reference, Value, attributes
from exporters.formats.hcl import Part as HclPart
from exporters.targets.terraform.parts import Resource, Variable
from exporters.targets.terraform.places import FILE_OF, TAGGED
from exporters.targets.terraform.providers import PROVIDERS
from topologies.graph import (
    AclEntry,
    Attachment,
    Element,
    Graph,
    Link,
    NetworkAcl,
    Node,
    Peering,
    Port,
    Replication,
    Route,
    Rule,
    SecurityGroup,
    Zone,
)
from topologies.kinds import Properties, Trait
from topologies.kinds.zones.provider import Provider
from topologies.kinds.zones.region import Region

GLOBAL_ALIAS = "global_us_east_1"  # keys hold no underscore, so no region's alias is the same
# The field that names the element whose place is an element's own.
_OWNERS: Mapping[type[Element], str] = {
    Port: "node", Rule: "group", Attachment: "target", Route: "zone", NetworkAcl: "zone", AclEntry: "acl",
    Peering: "network", Link: "source", Replication: "target",
}  # fmt: skip
_NO_TAG = re.compile(r"[^\w .:/=+@-]")  # what AWS refuses in a tag's value
_NO_DO_TAG = re.compile(r"[^A-Za-z0-9:_-]")


@dataclass(frozen=True)
class Site:
    """A topology as its providers see it. All answers are computed once."""

    graph: Graph

    @property
    def name(self) -> str:
        return f"{self.graph.header.system}/{self.graph.header.slug}"

    @property
    def production(self) -> bool:
        return self.graph.header.environment == "production"

    # --- where elements stand ----------------------------------------------------------------------------

    def provider(self, element: Element) -> str:
        """The slug of the provider that an element belongs to; "" where nothing says so."""
        found = self._providers.get(element.key)
        if found is None:
            found = self._providers[element.key] = self._provider(element)
        return found

    @cached_property
    def _providers(self) -> dict[str, str]:
        """Of those that somebody asked about."""
        return {}

    def _provider(self, element: Element) -> str:
        home = self._home(element)
        if home is None:
            return ""
        account = self.graph.enclosing(home, Trait.PROVIDER)
        if account is not None and isinstance(account.properties, Provider):
            return account.properties.provider
        return self.graph.kind(home).provider

    def _home(self, element: Element, seen: frozenset[str] = frozenset()) -> Node | Zone | None:
        """The node or zone that decides where an element stands."""
        if isinstance(element, Node | Zone):
            return element
        if element.key in seen:
            return None
        owner = self._owner(element)
        return None if owner is None else self._home(owner, seen | {element.key})

    def _owner(self, element: Element) -> Element | None:
        graph = self.graph
        if isinstance(element, SecurityGroup):
            return graph.by_key[element.zone] if element.zone else self._first_target(element)
        name = _OWNERS.get(type(element))
        return graph.by_key[getattr(element, name)] if name else None

    def _first_target(self, group: SecurityGroup) -> Element | None:
        found = self.targets_of.get(group.key, ())
        return found[0] if found else None

    @cached_property
    def targets_of(self) -> Mapping[str, tuple[Node | Zone, ...]]:
        """Security group key -> nodes and hosts it is attached to."""
        found: dict[str, list[Node | Zone]] = {}
        for one in self.graph.attachments.values():
            target = self.graph.by_key[one.target]
            if isinstance(target, Node | Zone):
                found.setdefault(one.group, []).append(target)
        return {key: tuple(targets) for key, targets in found.items()}

    def place(self, element: Element) -> str:
        """The key of the region (or account) zone whose provider configuration an element uses; "" = any."""
        found = self._places.get(element.key)
        if found is None:
            found = self._places[element.key] = self._place(element)
        return found

    @cached_property
    def _places(self) -> dict[str, str]:
        """Of those that somebody asked about."""
        return {}

    def _place(self, element: Element) -> str:
        home = self._home(element)
        if home is None:
            return ""
        region = self.graph.enclosing(home, Trait.REGION)
        account = self.graph.enclosing(home, Trait.PROVIDER)
        if region is None and account is not None:
            region = next(self._regions_in(account), account)
        return region.key if region else ""

    def _regions_in(self, account: Zone) -> Iterator[Zone]:
        return iter(self._inside[Trait.REGION, account.key])

    def tiers_in(self, network: Zone) -> Sequence[Zone]:
        """The subnet tiers of a network, by key."""
        return self._inside[Trait.TIER, network.key]

    @cached_property
    def _inside(self) -> Mapping[tuple[Trait, str], Sequence[Zone]]:
        """(trait, key of a zone) -> the zones with that trait in it, at any depth."""
        found: dict[tuple[Trait, str], list[Zone]] = defaultdict(list)
        for trait in (Trait.REGION, Trait.TIER):
            for zone in self.graph.zones_with(trait):
                for around in self.graph.path(zone):
                    found[trait, around.key].append(zone)
        return found

    def nodes_of(self, provider: str, kind: str) -> Sequence[Node]:
        """The nodes of one kind at one provider, by key."""
        return self._by_kind[provider, kind]

    def nodes_inside(self, network: Zone | None, provider: str, kind: str) -> Sequence[Node]:
        """Those of them that stand in a network of their provider's, or, for None, in none; by key."""
        return self._by_network[provider, kind, network.key if network else ""]

    @cached_property
    def _by_network(self) -> Mapping[tuple[str, str, str], Sequence[Node]]:
        found: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
        for (provider, kind), nodes in self._by_kind.items():
            for node in nodes:
                zone = self.graph.enclosing(node, Trait.NETWORK)
                ours = zone is not None and self.provider(zone) == provider
                found[provider, kind, zone.key if zone and ours else ""].append(node)
        return found

    @cached_property
    def _by_kind(self) -> Mapping[tuple[str, str], Sequence[Node]]:
        found: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.graph.nodes.values():
            found[self.provider(node), node.kind].append(node)
        return found

    def linked(self, node: Node) -> list[Node]:
        """The nodes that links join to one, in either direction; by key."""
        graph = self.graph
        links = (*graph.links_to.get(node.key, ()), *graph.links_from.get(node.key, ()))
        keys = {key for link in links for key in (link.source, link.target)} - {node.key}
        return [graph.nodes[key] for key in sorted(keys)]

    @cached_property
    def copies_to(self) -> Mapping[str, Sequence[Replication]]:
        """Node key -> the replications that end there."""
        found: dict[str, list[Replication]] = defaultdict(list)
        for one in self.graph.replications.values():
            found[one.target].append(one)
        return found

    @cached_property
    def copies_from(self) -> Mapping[str, Sequence[Replication]]:
        """Node key -> the replications that begin there."""
        found: dict[str, list[Replication]] = defaultdict(list)
        for one in self.graph.replications.values():
            found[one.source].append(one)
        return found

    @cached_property
    def places(self) -> Mapping[str, tuple[str, ...]]:
        """Provider -> the places its elements use, sorted; the first is the default."""
        found: dict[str, set[str]] = {provider: set() for provider in PROVIDERS}
        for element in (*self.graph.zones.values(), *self.graph.nodes.values()):
            provider = self.provider(element)
            if provider in found:
                found[provider].add(self.place(element))
        return {
            provider: tuple(sorted(keys - {""})) or ("",) * bool(keys) for provider, keys in found.items()
        }

    def region(self, provider: str, place: str) -> Value:
        """The provider's code of a place, or the variable that asks for it."""
        zone = self.graph.zones.get(place)
        stated = zone.properties.code if zone and isinstance(zone.properties, Region) else ""
        code = PROVIDERS[provider].spelt(stated)
        if PROVIDERS[provider].region.fullmatch(code):
            return code
        said = f" ({stated})" if stated else ""
        where = f"zone {place}" if place else "everything that stands in no region"
        what = f"Region code of {where}{said}; the design does not state it"
        return Variable(f"var.{place or provider}_region", description=what)

    def account(self, element: Element) -> Zone | None:
        """The account zone around an element."""
        home = self._home(element)
        return None if home is None else self.graph.enclosing(home, Trait.PROVIDER)

    def configuration(self, element: Element) -> tuple[Attribute, ...]:
        """The provider argument of a resource, where it does not use the default one."""
        return self.configuration_of(self.provider(element), self.place(element))

    def configuration_of(self, provider: str, place: str) -> tuple[Attribute, ...]:
        if provider != "aws" or place in ("", self.places["aws"][0]):
            return ()
        return attributes(provider=Reference(f"aws.{place}"))

    # --- making parts ------------------------------------------------------------------------------------

    def resource(self, element: Element, type_: str, *body: HclPart, suffix: str = "") -> Resource:
        """A resource of an element: named by its key, in its region, tagged with its label."""
        own, rest = _apart(body)
        lead = () if any(one.name == "provider" for one in own) else self.configuration(element)
        # Attributes before blocks, as Terraform's own style has it.
        whole = (*lead, *own, *self._tags(element, type_), *rest)
        made = Block("resource", (type_, element.key + suffix), whole)
        return Resource(FILE_OF[type_], (described(element),), made)

    def _tags(self, element: Element, type_: str) -> tuple[Attribute, ...]:
        if type_ not in TAGGED:
            return ()
        label = _NO_TAG.sub("_", element.name)[:200]
        return attributes(tags={"Name": label, "Element": element.key})

    def flags(self, element: Element) -> list[Value]:
        """The tags of a DigitalOcean resource, which are words."""
        header = self.graph.header
        return [_NO_DO_TAG.sub("-", word) for word in (header.system, header.environment, element.key)]


def asked(
    element: Element,
    name: str,
    what: str,
    type_: str = "string",
    *,
    optional: bool = False,
    secret: bool = False,
    key: str | None = None,
) -> Variable:
    """The variable that asks for a fact about an element; `key` picks from one that holds several."""
    return Variable(
        f"var.{element.key}_{name}",
        key=key,
        type=type_,
        description=f"{what}: {described(element)}",
        optional=optional,
        sensitive=secret,
    )


P = TypeVar("P", bound=Properties)


def typed(element: Node | Zone, kind: type[P]) -> P:
    """The properties of an element, as those of the kind it was looked up by."""
    if not isinstance(element.properties, kind):
        raise TypeError(f"{element.key} is no {kind.__name__}")
    return element.properties


def described(element: Element) -> str:
    """The element in words, for comments and descriptions."""
    named = f"{element.key} ({element.label})" if element.label else element.key
    return f"{named}, stated in {element.stated_in}" if element.stated_in else named


def short(text: str, limit: int) -> str:
    """The text where it fits, else its beginning and a digest: still one name for one text."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 7].rstrip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def named(element: Node | Zone, pattern: str, limit: int) -> str:
    """The name that the document gives it at the provider, where that takes it; else one made from the key."""
    stated = element.properties.provider_name
    return stated if len(stated) <= limit and re.fullmatch(pattern, stated) else short(element.key, limit)


def _apart(parts: Iterable[HclPart]) -> tuple[list[Attribute], list[HclPart]]:
    """The attributes, and the rest."""
    own: list[Attribute] = []
    rest: list[HclPart] = []
    for part in parts:
        if isinstance(part, Attribute):
            own.append(part)
        else:
            rest.append(part)
    return own, rest
