"""A resource whose address changes is moved, not destroyed: Terraform is told, and accepts what it is told."""

import pytest

from exporters.registry import find_target
from exporters.targets.terraform.moves import moved
from tests.verifiers.terraform import judged
from topologies.examples import examples
from topologies.graph import Graph, build

TARGET = find_target("terraform")


def files(*addresses: str, **bodies: str) -> dict[str, bytes]:
    """One file with these resources, `type.name`; what they say is their name unless told."""
    blocks = []
    for address in addresses:
        type_, name = address.split(".")
        blocks.append(f'resource "{type_}" "{name}" {{\n  name = "{bodies.get(name, name)}"\n}}\n')
    return {"main.tf": "\n".join(blocks).encode()}


def told(before: dict[str, bytes], now: dict[str, bytes]) -> list[str]:
    lines = moved(before, now).get("moved.tf", "").splitlines()
    ends = [line.split("=")[1].strip() for line in lines if "=" in line]
    return [f"{start} -> {end}" for start, end in zip(ends[::2], ends[1::2], strict=True)]


def test_nothing_is_told_where_no_address_changed() -> None:
    assert moved(files("a_x.one", "a_x.two"), files("a_x.two", "a_x.one")) == {}
    assert moved(files("a_x.one"), files("a_x.one", "a_x.two")) == {}


def test_a_new_name_of_one_element_is_a_move() -> None:
    assert told(files("a_x.one_old", "a_x.two"), files("a_x.one_new", "a_x.two")) == [
        "a_x.one_old -> a_x.one_new"
    ]


@pytest.mark.parametrize("now", ["a_y.one", "a_x.other"])
def test_another_type_or_element_is_none(now: str) -> None:
    assert told(files("a_x.one"), files(now)) == []


def test_of_several_those_that_say_the_same_are_the_same() -> None:
    before = files("a_x.one_1", "a_x.one_2", one_1="blue", one_2="green")
    now = files("a_x.one_blue", "a_x.one_green", one_blue="blue", one_green="green")
    assert told(before, now) == ["a_x.one_1 -> a_x.one_blue", "a_x.one_2 -> a_x.one_green"]


def test_what_could_be_either_is_left_alone() -> None:
    assert told(files("a_x.one_1"), files("a_x.one_2", "a_x.one_3")) == []


def test_a_move_is_told_until_what_moved_is_gone() -> None:
    first, second, third = files("a_x.one"), files("a_x.one_2"), files("a_x.one_3")
    after_two = second | {path: text.encode() for path, text in moved(first, second).items()}
    assert told(after_two, second) == ["a_x.one -> a_x.one_2"]
    assert told(after_two, third) == ["a_x.one -> a_x.one_2", "a_x.one_2 -> a_x.one_3"]
    assert told(after_two, files("a_x.other")) == []


def test_an_address_that_is_used_again_is_told_no_more() -> None:
    first, second = files("a_x.one"), files("a_x.one_2")
    after_two = second | {path: text.encode() for path, text in moved(first, second).items()}
    assert told(after_two, files("a_x.one", "a_x.one_2")) == []


def switched(graph: Graph) -> Graph:
    """The other slot serves."""
    weights = {"router-to-app-blue": 0, "router-to-app-green": 100}
    links = {key: graph.links[key].model_copy(update={"weight": weight}) for key, weight in weights.items()}
    return build(graph.header, [links.get(one.key, one) for one in graph.elements()])


def test_terraform_accepts_the_moves_of_a_real_topology() -> None:
    graph = next(one.graph() for one in examples() if (one.system, one.slug) == ("railway", "production"))
    before = TARGET.generate(graph).files
    after = TARGET.generate(switched(graph), before).files
    domain = "railway_service_domain.router_app"
    assert told(dict(before), dict(after)) == [f"{domain}-blue -> {domain}-green"]
    assert b"moved {" in after["moved.tf"]
    assert judged(after, "schemas") == []
