"""The kind catalogue: one file per node or zone kind under nodes/ and zones/. Pure: knows no Django.

A kind is declared by decorating its properties class; the class's docstring is the kind's public page.
Files are discovered, so a new kind is a new file and nothing else.
"""

from topologies.kinds.catalogue import node_kind, node_kinds, zone_kind, zone_kinds
from topologies.kinds.declare import Kind, PortDefault, Trait, node, zone
from topologies.kinds.fields import FieldPage, fields_of, pages_of
from topologies.kinds.properties import Properties, stated

__all__ = [
    "FieldPage",
    "Kind",
    "PortDefault",
    "Properties",
    "Trait",
    "fields_of",
    "node",
    "node_kind",
    "node_kinds",
    "pages_of",
    "stated",
    "zone",
    "zone_kind",
    "zone_kinds",
]
