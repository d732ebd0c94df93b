"""Works out what the pages of a proposal show, before anybody looks."""

from django.contrib.auth.models import AnonymousUser

from exporters.comparing import MOST_APART, MOST_ELEMENTS
from topologies.models import Proposal
from topologies.pages.comparison import evidence, files
from topologies.pages.comparison.listing import listing_of
from topologies.pages.comparison.states import of_proposal
from topologies.pages.proposals.heading import Case


def prepare(number: int, stamp: str) -> None:
    """Of the proposal with this id, while it asks for review and its draft bears this stamp: the picture and the list
    first, then what stops it and what it does, then the files, those that take long last."""
    rows = Proposal.objects.select_related("topology__system", "author", "draft__base", "draft__owner")
    proposal = rows.filter(pk=number, state=Proposal.State.SUBMITTED, draft__stamp=stamp).first()
    if proposal is None:
        return
    case = Case(proposal, AnonymousUser())
    pair = of_proposal(case)
    if listing_of(pair).rows:
        pair.canvas(everything=False)
    _ = case.judged.before, case.judged.after
    evidence.context(pair)
    for target in files.targets_of(pair):
        files.answer(pair, target, MOST_ELEMENTS if target.slow else MOST_APART)
