"""The overview of who can talk to whom, and where the picture and the network disagree."""

from typing import Any
from urllib.parse import urlencode

from topologies.answers import flow_text
from topologies.graph import Graph
from topologies.models import Topology
from topologies.pages.answers import Writer
from topologies.pages.words import name_of
from topologies.reachability import INTERNET, Flow, Intent
from topologies.reachability.intent import Declared, Undeclared
from topologies.reachability.questions import Cell, Matrix

MOST_PORTS = 4
MOST_ROWS = 60
Row = dict[str, Any]


def matrix_table(graph: Graph, found: Matrix) -> Row:
    """Rows talk to columns; a cell holds the ports that are open, each leading to its question."""
    return {
        "columns": [_place(graph, key) for key in found.columns],
        "rows": [
            _place(graph, row)
            | {"cells": [_cell(graph, found.cells[row, column]) for column in found.columns]}
            for row in found.rows
        ],
        "left": found.left,
    }


def _place(graph: Graph, key: str) -> Row:
    zone = graph.zones.get(key)
    if zone is None:
        return {"name": "The internet" if key == INTERNET else "In no zone", "kind": "", "above": ""}
    above = graph.zones[zone.parent].name if zone.parent else ""
    access = str(getattr(zone.properties, "access", ""))
    return {"name": zone.name, "kind": access or graph.kind(zone).label, "above": above}


def _cell(graph: Graph, cell: Cell) -> Row:
    state = "open" if cell.open else "unknown" if cell.unknown else "closed" if cell.blocked else "none"
    flows = (*cell.open, *cell.unknown)
    return {
        "state": state,
        "strange": cell.strange,
        "ports": [_link(graph, flow, flow in cell.open) for flow in flows[:MOST_PORTS]],
        "more": max(len(flows) - MOST_PORTS, 0),
        "blocked": cell.blocked,
    }


def _link(graph: Graph, flow: Flow, certain: bool) -> Row:
    query = {"from": flow.source, "to": flow.target, "port": f"{flow.port}/{flow.protocol}"}
    source = "the internet" if flow.source == INTERNET else name_of(graph, flow.source)
    verb = "can" if certain else "may"
    return {
        "text": f"{flow.port}{'/udp' if flow.protocol == 'udp' else ''}{'' if certain else '?'}",
        "href": f"?{urlencode(query)}",
        "title": f"{source} {verb} reach {name_of(graph, flow.target)} on {flow.protocol} {flow.port}",
    }


def intent_rows(graph: Graph, topology: Topology, found: Intent) -> Row:
    """Links that are drawn and not possible, and what is possible and not drawn."""
    writer = Writer(graph, topology)
    broken = sorted(found.broken, key=lambda row: row.decision.verdict)
    return {
        "kept": found.kept,
        "total": found.kept + len(found.broken),
        "broken": [_broken(graph, writer, row) for row in broken[:MOST_ROWS]],
        "broken_left": max(len(broken) - MOST_ROWS, 0),
        "undeclared": [_undeclared(writer, row) for row in found.undeclared[:MOST_ROWS]],
        "undeclared_left": max(len(found.undeclared) - MOST_ROWS, 0),
    }


def _broken(graph: Graph, writer: Writer, row: Declared) -> Row:
    link, decision = row.link, row.decision
    port = graph.ports[link.port] if link.port else None
    flow = Flow(link.source, link.target, port.protocol if port else "tcp", port.number if port else 0)
    why = decision.blocks[0].text if decision.blocks else "; ".join(decision.missing[:2])
    return {
        "verdict": decision.verdict,
        "start": writer.end(link.source),
        "end": writer.end(link.target),
        "port": port.number if port else "",
        "why": why,
        "href": f"?{urlencode({'from': link.source, 'to': link.target, 'path': flow_text(flow)})}",
    }


def _undeclared(writer: Writer, row: Undeclared) -> Row:
    port = row.port
    flow = Flow(row.sources[0], port.node, port.protocol, port.number)
    return {
        "verdict": row.decision.verdict,
        "sources": writer.ends(row.sources[:4]),
        "more": max(len(row.sources) - 4, 0),
        "end": writer.end(port.node),
        "port": port.number,
        "href": f"?{urlencode({'from': flow.source, 'to': flow.target, 'path': flow_text(flow)})}",
    }
