"""ufw itself notes down the rules that the topology draws, and nothing that a label says."""

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exporters.formats import shell
from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import labelled
from tests.support import ufw
from topologies.documents import parse

TARGET = find_target("firewall")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
HOSTILE = [
    "x\nufw allow 1",
    "$(id)",
    "`id`",
    "'; id; '",
    "-h",
    "\u202etxt",
    "x\r",
    "\\",
    "a=b",
    "~",
    "*",
    "!",
]
CIDRS = ["0.0.0.0/0", "::/0", "10.0.0.0/8", "203.0.113.7/32", "2001:db8::/32"]
PORTS = st.one_of(
    st.just({}),
    st.integers(1, 65535).map(lambda port: {"from_port": port}),
    st.integers(1, 65534).map(lambda port: {"from_port": port, "to_port": 65535}),
)
RULES = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["ingress", "egress"]),
        "cidr": st.sampled_from(CIDRS),
        "rest": st.one_of(
            st.just({"protocol": "all"}),
            st.tuples(st.sampled_from(["tcp", "udp"]), PORTS).map(
                lambda pair: {"protocol": pair[0], **pair[1]}
            ),
        ),
    }
)


def document(**rules: dict[str, Any]) -> dict[str, Any]:
    """A machine in a network behind a firewall, and another network that a group stands in."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {
            "net": {"kind": "network", "properties": {"cidrs": ["10.1.0.0/16"]}},
            "box": {"kind": "vm", "parent": "net"},
            "cloud": {"kind": "network", "properties": {"cidrs": ["10.2.0.0/16", "10.3.0.0/16"]}},
            "unknown": {"kind": "network"},
        },
        "nodes": {"app": {"kind": "app-server", "zone": "cloud"}},
        "security_groups": {"fw": {"firewall": True}, "apps": {}, "nobody": {}},
        "attachments": {
            "fw-on-box": {"group": "fw", "target": "box"},
            "apps-on-app": {"group": "apps", "target": "app"},
        },
        "rules": {
            name.replace("_", "-"): {"group": "fw", "direction": "ingress", **rule}
            for name, rule in rules.items()
        },
    }


SSH = {"from_port": 22, "cidr": "203.0.113.0/24"}


def generate(said: dict[str, Any]) -> Output:
    return TARGET.generate(parse(said))


def script(said: dict[str, Any]) -> str:
    return generate(said).files["box/ufw.sh"].decode()


def noted(said: dict[str, Any]) -> tuple[set[tuple[str, ...]], dict[str, str]]:
    """The rules that ufw has in the end - action, protocol, port, to, from, direction - and its defaults."""
    with ufw.fresh() as firewall:
        done = firewall.run(script(said))
        assert (done.returncode, done.stderr) == (0, "")
        rows = [line.split() for line in firewall.rules()]
        return {(*row[:4], row[5], row[6]) for row in rows}, firewall.defaults()


@settings(max_examples=3, deadline=None, phases=(Phase.generate,))  # every command of ufw takes its time
@given(st.lists(RULES, min_size=1, max_size=4))
def test_ufw_notes_down_exactly_the_rules_that_are_drawn(drawn: list[dict[str, Any]]) -> None:
    rules = {f"r{index}": {**rule, **rule["rest"]} for index, rule in enumerate(drawn)}
    for rule in rules.values():
        del rule["rest"]
    assert noted(document(**rules))[0] == {expected(rule) for rule in rules.values()}


def expected(rule: dict[str, Any]) -> tuple[str, ...]:
    first, last = rule.get("from_port"), rule.get("to_port")
    port = "any" if first is None else f"{first}:{last}" if last else str(first)
    every = "::/0" if ":" in rule["cidr"] else "0.0.0.0/0"
    protocol = "any" if rule["protocol"] == "all" else rule["protocol"]
    inward = rule["direction"] == "ingress"
    peer = rule["cidr"] if ":" in rule["cidr"] else rule["cidr"].removesuffix("/32")
    ends = (every, peer) if inward else (peer, every)
    return ("allow", protocol, port, *ends, "in" if inward else "out")


@settings(max_examples=30, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_no_label_changes_what_the_shell_does(text: str) -> None:
    said = labelled(document(ssh=SSH), text)
    assert code(script(said)) == code(script(document(ssh=SSH)))


def code(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXT | st.sampled_from(HOSTILE), max_size=3))
def test_the_shell_reads_every_word_as_it_was(words: list[str]) -> None:
    try:
        written = shell.command(["printf", "%s\\0", *words])
    except ValueError:
        assert not all(text.isprintable() for text in words)
        return
    with ufw.fresh() as firewall:
        assert firewall.run(written).stdout.split("\0")[:-1] == (words or [""])


def test_the_defaults_are_those_of_the_group() -> None:
    said = document(ssh=SSH)
    said["security_groups"]["fw"].update(default_egress="allow")
    found = noted(said)[1]
    assert (found["DEFAULT_INPUT_POLICY"], found["DEFAULT_OUTPUT_POLICY"]) == ("DROP", "ACCEPT")


def test_peers_become_the_addresses_of_their_subnets() -> None:
    said = document(
        group={"from_port": 1, "cidr": None, "peer_group": "apps"},
        zone={"from_port": 2, "cidr": None, "peer_zone": "cloud"},
    )
    rows = noted(said)[0]
    assert {(row[2], row[4]) for row in rows} == {
        (port, cidr) for port in ("1", "2") for cidr in ("10.2.0.0/16", "10.3.0.0/16")
    }


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"protocol": "icmp", "cidr": "0.0.0.0/0"}, "no word for ICMP"),
        ({"peer_zone": "unknown"}, "those of unknown are not in the topology"),
        ({"peer_group": "nobody"}, "those of nobody are not in the topology"),
    ],
)
def test_what_ufw_cannot_be_told_is_left_out_with_its_reason(rule: dict[str, Any], reason: str) -> None:
    output = generate(document(ssh=SSH, odd=rule))
    assert reason in output.skipped["odd"]
    assert b"odd" not in output.files["box/ufw.sh"]


def test_two_rules_that_say_the_same_are_told_once() -> None:
    assert len(noted(document(ssh=SSH, again=SSH))[0]) == 1
    assert generate(document(ssh=SSH, again=SSH)).covered >= {"ssh", "again"}


def test_a_host_without_a_firewall_of_its_own_gets_the_rules_of_its_groups() -> None:
    said = document(ssh=SSH)
    said["security_groups"]["fw"]["firewall"] = False
    assert any("no firewall of its own" in note for note in generate(said).notes)
    assert len(noted(said)[0]) == 1


def test_nobody_is_shut_out_in_silence() -> None:
    assert any(
        "shut out" in note for note in generate(document(web={"from_port": 443, "cidr": "0.0.0.0/0"})).notes
    )
    assert not any("shut out" in note for note in generate(document(ssh=SSH)).notes)


def test_a_topology_without_a_guarded_host_is_told_so() -> None:
    said = document()
    del said["attachments"]["fw-on-box"]
    assert TARGET.supports(parse(said)) == "no security group guards a host"
