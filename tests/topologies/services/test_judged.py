"""The findings of a draft follow its edits."""

import pytest
from django.contrib.auth.models import User

from tests.topologies.services.test_editing import ADD_COPY, REMOVE, RENAME, edit
from topologies import judged, live
from topologies.models import Draft, Topology
from topologies.services import draft_open
from topologies.validation import Finding, check


@pytest.fixture
def opened(published: Topology, architect: User) -> Draft:
    return draft_open(topology=published, actor=architect)


def _findings(draft: Draft) -> tuple[Finding, ...]:
    return judged.findings_of(draft, live.state_of(draft))


def test_findings_are_those_of_a_full_check_after_every_edit(opened: Draft) -> None:
    assert _findings(opened) == check(live.graph_of(opened)).findings
    for version, operation in enumerate((RENAME, REMOVE, {**ADD_COPY, "key": "second"})):
        edit(opened, operation, base=version, request=str(version))
        assert _findings(opened) == check(live.graph_of(opened)).findings


def test_a_draft_that_nobody_edited_is_not_judged_again(opened: Draft) -> None:
    assert _findings(opened) is _findings(opened)
