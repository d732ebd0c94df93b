from collections.abc import Iterator

from topologies.graph import Stated
from topologies.validation.context import Context
from topologies.validation.costs import Costs, billed, costs, dollars
from topologies.validation.model import Conflict, Table, Violation
from topologies.validation.registry import rule


@rule(
    "CST02",
    severity="medium",
    title="The stated cost differs from the sum",
    whole=True,
    reads=("stated.monthly_cost_usd", "stated.monthly_cost_high_usd"),
    sources=("AWS Well-Architected COST03-BP02", "FinOps Framework: planning and estimating"),
)
def stated_cost_differs(context: Context) -> Iterator[Violation]:
    """The total that the document states is not what its parts add up to.

    **What it means.** The document names a monthly cost of the whole, and the prices of the elements sum to another
    figure. A stated figure is taken to be rounded to its last digit that is not zero: $540 agrees with $538.60, $114 does
    not agree with $119. Where one figure is stated it must lie in the range of the sum; where two are, both ends must
    agree.

    **Why it matters.** Somebody decides by the total. A part was forgotten in it, or the parts have changed since.

    **What to do.** Correct the total, or the price that is wrong or missing. The evidence lists what was added up.

    **Limits.** An element without a price counts as nothing, so a sum that is too low may mean that prices are missing. The
    finding concerns the topology as a whole and is shown at the accounts that are billed. Where no element states a price there is no sum, and the verdict is unknown.
    """
    stated = context.graph.header.stated
    if stated.monthly_cost_usd is None:
        return
    found = costs(context.graph)
    claim, subjects = _claim(stated), billed(context.graph, found)
    if not found.prices:
        message = f"Whether the stated {claim} a month is right cannot be told: no element states a price."
        missing = ("the monthly cost of the elements",)
        yield Violation(subjects, message, Conflict((), f"Stated: {claim} a month."), missing=missing)
    elif not _agrees(stated, found):
        message = f"The topology is said to cost {claim} a month; its elements add up to {found}."
        yield Violation(subjects, message, Table(("element", "a month"), (*found.rows, ("stated", claim))))


def _claim(stated: Stated) -> str:
    low = stated.monthly_cost_usd or 0
    return dollars(low, low if stated.monthly_cost_high_usd is None else stated.monthly_cost_high_usd)


def _agrees(stated: Stated, found: Costs) -> bool:
    low, high = stated.monthly_cost_usd or 0, stated.monthly_cost_high_usd
    if high is not None:
        return _near(low, found.low) and _near(high, found.high)
    return found.low <= low <= found.high or _near(low, found.low) or _near(low, found.high)


def _near(stated: float, summed: float) -> bool:
    """Whether the sum rounds to the stated figure."""
    return abs(stated - summed) <= _step(stated) / 2


def _step(stated: float) -> float:
    """The place of the last digit that is not zero; cents where there are any."""
    if stated != int(stated):
        return 0.01
    step = 1
    while stated and stated % (step * 10) == 0:
        step *= 10
    return step
