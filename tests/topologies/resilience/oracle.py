"""A slow and obvious failure simulator: it tries every placement, deletes what fails, and walks what is left.

It shares no code with the engine. It knows the kinds that `worlds.topologies` draws and no more.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from topologies.graph import Graph, Node

INFINITE = float("inf")
HOSTS = ("droplet", "vm")
State = str


class Oracle:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.around = {node.key: list(self._around(node)) for node in graph.nodes.values()}
        self.ways = {node.key: list(self.placements(node)) for node in graph.nodes.values()}
        self.mates = {key: self._mates(key) for key in graph.nodes}
        self.seen: dict[frozenset[str], set[str]] = {}

    def _around(self, node: Node) -> Iterator[str]:
        zone = node.zone
        while zone:
            yield zone
            zone = self.graph.zones[zone].parent

    def _first(self, node: Node, *kinds: str) -> Any:
        return next((z for z in self.around[node.key] if self.graph.zones[z].kind in kinds), None)

    # --- what is left of a node ---------------------------------------------------------------------------------------

    def candidates(self, node: Node) -> list[str]:
        """Zones that it may stand in."""
        tier, region = self._first(node, "subnet-tier"), self._first(node, "region")
        names = list(node.availability_zones)
        if not names and tier:
            names = list(self.graph.zones[tier].properties.cidrs)  # type: ignore[attr-defined]
        if not names and region:
            inside = [z.key for z in self.graph.zones.values() if region in self._above(z.key)]
            names = [n for z in inside for n in getattr(self.graph.zones[z].properties, "cidrs", {}) or {}
                     if self.graph.zones[z].kind == "subnet-tier"]  # fmt: skip
            names += [n for other in self.graph.nodes.values() if region in self.around[other.key]
                      for n in other.availability_zones]  # fmt: skip
        return sorted({f"{region or ''}/{name}" for name in names})

    def _above(self, zone: str | None) -> list[str]:
        found = []
        while zone:
            found.append(zone)
            zone = self.graph.zones[zone].parent
        return found

    def held(self, node: Node) -> bool:
        """Whether its provider keeps it up: what stands outside every network."""
        outside = node.kind == "alb" and self._first(node, "network") is None
        return outside or node.kind in ("users", "s3-bucket", "external-service")

    def placements(self, node: Node) -> Iterator[list[str]]:
        """Every way in which its copies may stand: the zone of each, "" where no zone matters."""
        zones = self.candidates(node)
        hosted = self._first(node, *HOSTS) is not None
        double = getattr(node.properties, "multi_az", None)
        copies = max(1, node.min_instances)
        if self.held(node):
            yield [""]
        elif node.kind == "alb":
            yield from self._even(max(2, copies, len(zones)), zones)
        elif node.kind == "rds-postgresql" and not hosted and double is None and copies == 1:
            yield from self._even(1, zones)
            yield from self._even(2, zones)
        elif hosted or (double is False and node.kind == "rds-postgresql"):
            yield from ([zone] * copies for zone in zones or [""])
        else:
            yield from self._even(max(copies, 2 if double else 1), zones)

    def _even(self, copies: int, zones: list[str]) -> Iterator[list[str]]:
        if not zones:
            yield [""] * copies
            return
        share, rest = divmod(copies, len(zones))
        for more in combinations(zones, rest):
            yield [zone for zone in zones for _ in range(share)] + list(more)

    def left(self, node: Node, kind: str, removed: tuple[str, ...]) -> tuple[int, int]:
        """Copies left, at least and at most."""
        if self.held(node):
            lost = kind in ("region", "provider") and set(removed) & set(self.around[node.key])
            return (0, 0) if lost else (1, 1)
        counts = []
        for zones in self.ways[node.key]:
            if kind == "node":
                counts.append(len(zones) - (node.key in removed))
            elif kind in ("zone", "zones"):
                counts.append(sum(zone not in removed for zone in zones))
            else:
                counts.append(0 if set(removed) & set(self.around[node.key]) else len(zones))
        return min(counts), max(counts)

    def whole(self, node: Node) -> int:
        return min(len(zones) for zones in self.ways[node.key])

    # --- what users reach ---------------------------------------------------------------------------------------------

    def _mates(self, key: str) -> set[str]:
        found, stack = {key}, [key]
        while stack:
            one = stack.pop()
            for row in self.graph.replications.values():
                for here, there in ((row.source, row.target), (row.target, row.source)):
                    if here == one and there not in found and row.mode != "snapshot":
                        found.add(there)
                        stack.append(there)
        return found

    def reached(self, alive: set[str]) -> set[str]:
        if frozenset(alive) not in self.seen:
            self.seen[frozenset(alive)] = self._reached(alive)
        return self.seen[frozenset(alive)]

    def _reached(self, alive: set[str]) -> set[str]:
        found = {node.key for node in self.graph.nodes.values() if node.kind == "users"}
        while True:
            more = {
                mate
                for link in self.graph.links.values()
                if link.role in ("traffic", "dns") and link.source in found
                for mate in self.mates[link.target]
                if mate in alive
            }
            if more <= found:
                return found
            found |= more

    # --- data ---------------------------------------------------------------------------------------------------------

    def is_store(self, key: str) -> bool:
        return self.graph.nodes[key].kind in ("postgresql", "rds-postgresql", "redis", "s3-bucket")

    def writes(self, key: str) -> bool:
        node = self.graph.nodes[key]
        if node.kind == "s3-bucket":
            called = any(link.target == key for link in self.graph.links.values())
            return called or all(row.target != key for row in self.graph.replications.values())
        return bool(node.properties.role == "primary")  # type: ignore[attr-defined]

    def copies(self, key: str) -> Iterator[tuple[str, float | None, Any]]:
        """Every copy down the chain, how far behind, and its last replication. Each copy has one source."""
        stack: list[tuple[str, float | None]] = [(key, 0.0)]
        seen = {key}
        while stack:
            one, lag = stack.pop()
            for row in self.graph.replications.values():
                if row.source == one and row.target not in seen:
                    seen.add(row.target)
                    step = 0.0 if row.mode == "sync" else row.lag_seconds
                    total = None if lag is None or step is None else lag + step
                    stack.append((row.target, total))
                    yield row.target, total, row

    def heir(self, key: str, alive: set[str]) -> tuple[str, float | None, Any] | None:
        order = {"automatic": 0, "manual": 1, "none": 2}
        living = [copy for copy in self.copies(key) if copy[0] in alive]
        return min(
            living,
            key=lambda c: (not self.writes(c[0]), order[c[2].failover], c[1] is None, c[1] or 0.0, c[0]),
            default=None,
        )

    def loss(self, key: str, kind: str, alive: set[str]) -> float | None:
        """Seconds of data that are lost with this store; None = nobody says."""
        heir = self.heir(key, alive)
        if heir:
            return heir[1]
        node = self.graph.nodes[key]
        if node.kind == "redis":
            return 0.0
        rows = [row for row in node.properties.backups if kind == "node" or row.stored_in != "/backups"]  # type: ignore[attr-defined]
        if not rows and node.properties.backups:  # type: ignore[attr-defined]
            return INFINITE
        ages: list[float | None] = []
        for row in rows:
            usable = kind in ("node", "host", "zone", "zones") or (kind == "region" and row.cross_region)
            pitr = row.pitr and kind != "region"
            ages.append(None if not usable else 300.0 if pitr else row.interval_seconds)
        best = min((age for age in ages if age is not None), default=INFINITE)
        return None if (None in ages and best > 0) or best == INFINITE else best

    # --- one need -----------------------------------------------------------------------------------------------------

    def state(self, need: tuple[str, ...], kind: str, removed: tuple[str, ...], alive: set[str]) -> State:
        """yes, later or no."""
        store = any(map(self.is_store, need))
        able = [key for key in need if store and self.writes(key)] or list(need)
        if set(able) & alive & self.reached(alive):
            return "yes"
        back = alive | {key for key in self.graph.nodes if self._starts_again(key, kind, removed)}
        later = self.reached(back)
        if store and any(self._returns(key, kind, alive, back, later) for key in able):
            return "later"
        return "later" if set(able) & later & back else "no"

    def _returns(self, key: str, kind: str, alive: set[str], back: set[str], later: set[str]) -> bool:
        """A lost writer's copy takes over, or a backup is restored for somebody who can use it."""
        if key in alive or not self.writes(key):
            return False
        heir = self.heir(key, alive)
        if heir:
            return heir[0] in later & back
        callers = {link.source for link in self.graph.links.values() if link.target == key}
        kept = self.graph.nodes[key].kind != "redis" and self.loss(key, kind, alive) != INFINITE
        return kept and bool(callers & later)

    def _starts_again(self, key: str, kind: str, removed: tuple[str, ...]) -> bool:
        node = self.graph.nodes[key]
        if kind == "node":
            return True
        if kind not in ("zone", "zones") or self._first(node, *HOSTS):
            return False
        return bool(set(self.candidates(node)) - set(removed))


def every(graph: Graph, oracle: Oracle) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every failure that there is."""
    zones = sorted(
        {zone for node in graph.nodes.values() for way in oracle.ways[node.key] for zone in way} - {""}
    )
    yield from (("node", (node.key,)) for node in graph.nodes.values() if node.kind != "users")
    yield from (("zone", (zone,)) for zone in zones)
    yield from (("zones", pair) for pair in combinations(zones, 2))
    for kind, slugs in {"host": HOSTS, "region": ("region",), "provider": ("provider",)}.items():
        yield from ((kind, (zone.key,)) for zone in graph.zones.values() if zone.kind in slugs)
