"""What must not change what the rules say: labels change words only, and the order of elements changes no byte."""

from datetime import date

from tests.builders import topology
from tests.hunting import Dice, Shape, hunt
from tests.topologies.reachability.drawings import drawing, without_questions
from tests.topologies.resilience.worlds import drawn, world
from topologies.graph import Element, Graph, build
from topologies.validation import Finding, check
from topologies.validation.reports import FORMS, Account


def network(dice: Dice) -> Shape:
    return without_questions(drawing(dice))


def _labelled(element: Element) -> Element:
    return element.model_copy(update={"label": f"<{element.key}>"})


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.fingerprint, finding.verdict, finding.severity, finding.subjects


def same_under_other_labels(graph: Graph) -> None:
    before = check(graph)
    after = check(build(graph.header, map(_labelled, graph.elements())))

    assert [_identity(one) for one in after.findings] == [_identity(one) for one in before.findings]
    assert after.verdicts == before.verdicts


def same_in_another_order(graph: Graph) -> None:
    turned = build(graph.header, reversed(list(graph.elements())))

    before, after = check(graph), check(turned)

    assert repr(after) == repr(before)
    assert _reports(turned, after.findings) == _reports(graph, before.findings)


def _reports(graph: Graph, findings: tuple[Finding, ...]) -> dict[str, str]:
    account = Account(graph, findings, (), date(2030, 1, 1))
    return {name: form.write(account) for name, form in FORMS.items()}


def test_labels_change_the_words_of_a_finding_and_nothing_else() -> None:
    hunt(network, lambda shape: same_under_other_labels(topology(**shape)), 80)
    hunt(world, lambda shape: same_under_other_labels(drawn(shape)), 80)


def test_the_order_of_elements_changes_no_byte_of_any_report() -> None:
    hunt(network, lambda shape: same_in_another_order(topology(**shape)), 60)
    hunt(world, lambda shape: same_in_another_order(drawn(shape)), 60)
