"""What differs between two states of a topology, for people: items, evidence, and one picture of both. Pure."""

from topologies.comparing.items import Compared, Field, Item, Kind, compared

__all__ = ["Compared", "Field", "Item", "Kind", "compared"]
