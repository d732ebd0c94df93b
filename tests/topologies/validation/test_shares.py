"""What a topology costs, in parts that add up."""

import pytest

from tests.builders import topology
from tests.cast import example
from topologies.examples import examples
from topologies.validation.costs import by_concern, by_zone, costs, unpriced


@pytest.mark.parametrize("row", examples(), ids=lambda row: f"{row.system}/{row.slug}")
def test_the_outermost_zones_and_the_concerns_each_add_up_to_the_sum(row) -> None:
    graph = row.graph()
    found = costs(graph)
    for shares in ([one for one in by_zone(graph, found) if not one.depth], by_concern(graph, found)):
        assert round(sum(one.low for one in shares), 2) == found.low
        assert round(sum(one.high for one in shares), 2) == found.high
        assert sum(one.priced for one in shares) == len(found.prices)


def test_a_zone_stands_before_those_inside_it() -> None:
    graph = example("infinri", "single-droplet")
    assert [(one.name, one.depth, one.high) for one in by_zone(graph, costs(graph))] == [
        ("digitalocean", 0, 24),
        ("droplet", 1, 24),
    ]


def test_what_stands_on_a_priced_host_is_paid_with_it() -> None:
    graph = topology(
        draw="internet -> app:80 -> db:5432\napp -> stripe:443",
        zones={"box": {"host": "droplet", "holds": ["app"]}},
        more={"zones": {"box": {"properties": {"monthly_cost_usd": 12}}}},
    )
    assert [node.key for node in unpriced(graph)] == ["db"]
