"""The form in which examples are written: YAML for people, expanded to the canonical document.

A file is one topology, `<system>/<slug>.yaml`; its place gives it its `system` and `slug`. A word that is unknown,
a key given twice, or a value of the wrong type is refused by element and field.

    document: deployment-view.md      # the source; every stated_in below names a section of it
    topology:                         # the header: label, environment, summary, objectives, stated, ratings, notes
      label: Single droplet
      environment: production
      objectives: {rto_seconds: 900}
      notes: [{text: "Logs take 200 MB.", stated_in: Disk Usage}]
    zones:
      droplet:
        kind: droplet
        stated_in: Deployment Topology   # becomes "deployment-view.md, Deployment Topology"
        properties: {vcpus: 2, memory_mb: 4096}
        zones: {...}                  # nested zones get this zone as their parent
        nodes:                        # nested nodes get it as their zone; so do security_groups
          web:
            kind: caddy
            ports:
              https: {number: 443, tls: true}    # the port web-https
          cache: {kind: redis, ports: default}   # the kind's default ports, noted as an assumption
        routes: {out: {destination: 0.0.0.0/0, via: gateway}}   # the route droplet-out; network_acls likewise
    nodes: {...}                      # nodes that stand in no zone
    security_groups:
      firewall:
        on: [droplet]                 # attachments: firewall-on-droplet
        rules:
          https: {direction: ingress, from_port: 443, cidr: 0.0.0.0/0}   # the rule firewall-https
    network_acls: {public: {zone: tier, entries: {all: {...}}}}    # the entry public-all
    links:
      - {from: users, to: web, port: https}      # the link users-to-web, to the port web-https
      - {key: cache-writes, from: web, to: cache}
    replications:
      - {from: primary, to: replica, mode: async}
    peerings:
      - {from: network-a, to: network-b}

Ports, rules, entries and attachments without a `stated_in` of their own take that of what they belong to; all
other elements state their own. `port` of a link or replication is the port's name at the `to` end, or the whole
key of a port. A link, replication or peering without `key` is called `<from>-to-<to>`, and from the second one
on `<from>-to-<to>-2`. The remaining sections (ports, rules, attachments, routes, acl_entries, views) may also
be written as in the canonical document. Numbers are plain, in the unit that the field's name ends with.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from topologies.documents import FORMAT, Document
from topologies.graph import SECTIONS, Fault, Faults
from topologies.kinds import PortDefault, node_kinds

# Section -> word inside its elements -> (section of what stands there, field that names the owner, whether the
# owner's key is put before the name).
NESTED: Mapping[str, Mapping[str, tuple[str, str, bool]]] = {
    "zones": {
        "zones": ("zones", "parent", False),
        "nodes": ("nodes", "zone", False),
        "security_groups": ("security_groups", "zone", False),
        "routes": ("routes", "zone", True),
        "network_acls": ("network_acls", "zone", True),
    },
    "nodes": {"ports": ("ports", "node", True)},
    "security_groups": {"rules": ("rules", "group", True)},
    "network_acls": {"entries": ("acl_entries", "acl", True)},
}
PARTS = ("ports", "rules", "acl_entries")  # what takes the stated_in of its owner
EDGES = {
    "links": ("source", "target"),
    "replications": ("source", "target"),
    "peerings": ("network", "peer"),
}
ASSUMED = "Default port of the kind; the document names none."

Fields = dict[str, Any]


def loads(text: str | bytes, *, system: str, slug: str) -> Document:
    """The canonical document of an example in YAML text. Raises Faults."""
    return expand(read_yaml(text), system=system, slug=slug)


@lru_cache(maxsize=64)  # a repaired copy reads its base again, and reading takes most of the time of loading
def read_yaml(text: str | bytes) -> Any:
    """YAML 1.2 as data to look at and not to change, strictly: one document, no repeated keys. Raises Faults."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Faults([Fault("", "file", f"is not YAML{line}: {error.problem}")]) from None
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Faults([Fault("", "file", f"is not YAML: {error}")]) from None


def expand(data: Any, *, system: str, slug: str) -> Document:
    """The canonical document of an example as data. Pure; raises Faults with everything that is wrong."""
    if not isinstance(data, Mapping):
        raise Faults([Fault("", "file", "must be a mapping with the words document, topology, zones, ...")])
    work = _Expansion(data.get("document", ""))
    try:
        work.run(data, system, slug)
    except RecursionError:
        raise Faults([Fault("", "file", "is nested too deeply, or contains itself")]) from None
    if work.faults:
        raise Faults(work.faults)
    return work.result


class _Expansion:
    """The document so far, and what was wrong so far."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.result: Document = {"format": FORMAT}
        self.faults: list[Fault] = []

    def run(self, data: Mapping[Any, Any], system: str, slug: str) -> None:
        if not isinstance(self.source, str):
            self.fault("", "document", "must be the name of the source document")
        for word in data:
            if word not in ("document", "topology", *SECTIONS):
                self.fault("", str(word), f"is not a word of this form; its words are {_words()}")
        self.header(data.get("topology", {}), system, slug)
        for section in SECTIONS:
            if section in data and section not in EDGES:
                self.section(section, data[section])
        taken: set[str] = set()
        for section in EDGES:
            self.edges(section, data.get(section, []), taken)

    def fault(self, element: str, field: str, message: str) -> None:
        self.faults.append(Fault(element, field, message))

    def header(self, raw: Any, system: str, slug: str) -> None:
        fields = self.fields("", "topology", raw)
        for word in {"system", "slug"} & fields.keys():
            self.fault("", word, "is given by the file's place")
        if isinstance(fields.get("notes"), list):
            fields["notes"] = [self.stated(n) if isinstance(n, Mapping) else n for n in fields["notes"]]
        self.result["topology"] = {**self.stated(fields), "system": system, "slug": slug}

    def section(self, section: str, raw: Any) -> None:
        for key, fields in self.rows("", section, raw):
            self.element(section, key, fields)

    def element(self, section: str, key: str, raw: Any) -> None:
        fields = self.stated(self.fields(key, "", raw))
        inside = {word: fields.pop(word) for word in NESTED.get(section, {}) if word in fields}
        targets = fields.pop("on", []) if section == "security_groups" else []
        self.add(section, key, fields)
        for word, rows in inside.items():
            self.inside(section, key, fields, word, rows)
        self.attachments(key, fields, targets)

    def inside(self, section: str, owner: str, around: Fields, word: str, raw: Any) -> None:
        what, field, prefixed = NESTED[section][word]
        rows = self.default_ports(owner, around) if (word, raw) == ("ports", "default") else raw
        for name, row in self.rows(owner, word, rows):
            key = f"{owner}-{name}" if prefixed else name
            fields = self.fields(key, "", row)
            if field in fields:
                self.fault(key, field, f"is given by its place in {owner!r}")
            if what in PARTS and rows is raw:
                fields.setdefault("stated_in", _Inherited(around.get("stated_in", "")))
            self.element(what, key, {**fields, field: owner})

    def default_ports(self, node: str, fields: Fields) -> dict[str, Fields]:
        kind = node_kinds().get(str(fields.get("kind")))
        if kind is None or not kind.ports:
            self.fault(node, "ports", f"the kind {fields.get('kind')!r} has no default ports")
            return {}
        return {port.name: _default(port) for port in kind.ports}

    def attachments(self, group: str, around: Fields, targets: Any) -> None:
        if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
            self.fault(group, "on", "must be a list of keys of nodes and hosts")
            return
        stated = {"stated_in": around["stated_in"]} if "stated_in" in around else {}
        for target in targets:
            self.add("attachments", f"{group}-on-{target}", {"group": group, "target": target, **stated})

    def edges(self, section: str, raw: Any, taken: set[str]) -> None:
        if not isinstance(raw, list):
            self.fault("", section, "must be a list of {from, to, ...}")
            return
        rows = [self.fields("", f"{section}.{place}", row) for place, row in enumerate(raw, 1)]
        taken |= {row["key"] for row in rows if isinstance(row.get("key"), str)}
        for place, row in enumerate(rows, 1):
            self.edge(section, place, row, taken)

    def edge(self, section: str, place: int, row: Fields, taken: set[str]) -> None:
        ends = [row.pop(word, None) for word in ("from", "to")]
        if not all(isinstance(end, str) for end in ends):
            self.fault(str(row.get("key", "")), f"{section}.{place}", "needs from and to, each a key")
            return
        key = row.pop("key", None)
        if not isinstance(key, str | None):
            self.fault("", f"{section}.{place}.key", "must be text")
            return
        key = key or _free(f"{ends[0]}-to-{ends[1]}", taken)
        taken.add(key)
        for field in EDGES[section]:
            if field in row:
                self.fault(key, field, "is written as from and to")
        if isinstance(row.get("port"), str):
            row["port"] = self.port_key(str(ends[1]), row["port"])
        self.add(section, key, {**self.stated(row), **dict(zip(EDGES[section], ends, strict=True))})

    def port_key(self, target: str, port: str) -> str:
        key = f"{target}-{port}"
        return key if key in self.result.get("ports", {}) else port

    def add(self, section: str, key: str, fields: Fields) -> None:
        table = self.result.setdefault(section, {})
        if key in table:
            self.fault(key, "key", f"is given twice in {section}")
        table[key] = fields

    def stated(self, raw: Mapping[Any, Any]) -> Fields:
        """The fields with `stated_in` naming the document too."""
        fields = dict(raw)
        section = fields.get("stated_in")
        if isinstance(section, _Inherited):
            fields["stated_in"] = str(section)
        elif self.source and isinstance(section, str):
            fields["stated_in"] = f"{self.source}, {section}"
        return {name: value for name, value in fields.items() if (name, value) != ("stated_in", "")}

    def rows(self, element: str, field: str, raw: Any) -> Iterator[tuple[str, Any]]:
        yield from self.fields(element, field, raw).items()

    def fields(self, element: str, field: str, raw: Any) -> Fields:
        """A mapping with text for keys; a fault and nothing otherwise."""
        if not isinstance(raw, Mapping):
            self.fault(element, field, "must be a mapping")
            return {}
        for key in raw:
            if not isinstance(key, str):
                self.fault(element, f"{field}.{key}".lstrip("."), "is a name that is not text; quote it")
        return {key: value for key, value in raw.items() if isinstance(key, str)}


class _Inherited(str):
    """A `stated_in` that already names its document."""

    __slots__ = ()


def _words() -> str:
    return ", ".join(("document", "topology", *SECTIONS))


def _free(key: str, taken: set[str]) -> str:
    number = 2
    candidate = key
    while candidate in taken:
        candidate, number = f"{key}-{number}", number + 1
    return candidate


def _default(port: PortDefault) -> Fields:
    fields = {
        "number": port.number,
        "application": port.application,
        "protocol": port.protocol,
        "tls": port.tls,
    }
    return {**fields, "note": ASSUMED}
