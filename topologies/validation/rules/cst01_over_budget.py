from collections.abc import Iterator

from topologies.validation.context import Context
from topologies.validation.costs import Costs, billed, costs, dollars
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@rule(
    "CST01",
    severity="medium",
    title="The topology costs more than its budget",
    whole=True,
    reads=("objectives.monthly_budget_usd",),
    sources=("AWS Well-Architected COST02-BP05", "FinOps Framework: budgeting"),
)
def over_budget(context: Context) -> Iterator[Violation]:
    """The prices of the elements add up to more than the monthly budget.

    **What it means.** The lowest prices alone exceed the budget: it fails. Where they fit and the highest do not, the bill
    depends on load or on choices nobody made yet: the verdict is unknown and names the elements whose price is a range.

    **Why it matters.** A design that is too dear is found out by its first bill, when it is already running.

    **What to do.** Look at the dearest lines of the evidence first: a smaller size, fewer instances at rest, a private
    endpoint in place of a NAT that carries traffic of storage, one region less. Or ask for the budget that the objectives
    need.

    **Limits.** An element without a price counts as nothing, and traffic between zones and regions has no price here. The
    finding concerns the topology as a whole and is shown at the accounts that are billed.
    """
    budget = context.graph.header.objectives.monthly_budget_usd
    if budget is None:
        return
    found, limit = costs(context.graph), dollars(budget, budget)
    table = Table(("element", "a month"), (*found.rows, ("budget", limit)))
    subjects = billed(context.graph, found)
    if not found.prices:
        message = f"Whether the budget of {limit} a month is kept cannot be told: no element states a price."
        yield Violation(subjects, message, table, missing=("the monthly cost of the elements",))
    elif found.low > budget:
        yield Violation(subjects, f"The elements cost {found} a month; the budget is {limit}.", table)
    elif found.high > budget:
        message = f"The elements cost {found} a month: at the highest more than the budget of {limit}."
        yield Violation(subjects, message, table, missing=_ranges(found))


def _ranges(found: Costs) -> tuple[str, ...]:
    """The prices that decide: those that are ranges."""
    return tuple(f"{price.element.key}.monthly_cost_usd" for price in found.prices if price.high > price.low)
