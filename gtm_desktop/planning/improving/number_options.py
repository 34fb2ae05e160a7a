"""One territory fewer, as many, one more: the plan built each way, so that the number can be chosen by its price."""

from dataclasses import dataclass, replace

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import ntr
from gtm_desktop.engine.solve import solve as solve_here
from gtm_desktop.planning.build import Solve, assign_reps, build_territories
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import Kpis
from gtm_desktop.tables.reps import Role


@dataclass(frozen=True, eq=False)
class NumberOption:
    """The plan with a certain number of territories asked for.

    Attributes:
        asked: how many territories were asked for.
        is_own: the rules ask for that number already.
        plan: the plan with territories and reps accepted; its rules ask for that number.
        kpis: its totals; inside accounts stay with whom they are.
        open_positions: territories that nobody is there for: with one more than today's people, "one hire".
        outside_cost: what the outside reps and open positions of the plan cost, in cents a year.
        driving_and_handoffs: what the optimiser's answer costs, in cents a year.
    """

    asked: int
    is_own: bool
    plan: Plan
    kpis: Kpis
    open_positions: int
    outside_cost: int
    driving_and_handoffs: int


def number_options(
    dataset: Dataset, plan: Plan, *, solve: Solve = solve_here, progress: Progress = SILENT
) -> tuple[NumberOption, ...]:
    """Build the plan with as many territories as its rules give, one fewer and one more; ascending by what was asked.

    The rules' own number comes first, so that a cancel leaves it to be seen. Source: RULES 4, open positions.

    Raises:
        UserError: no account is outside by rule.
        Cancelled: before a first plan was found.
    """
    own = _option(dataset, plan, solve=solve, progress=progress, is_own=True)
    options = [own]
    for asked in (own.asked - 1, own.asked + 1):
        if asked < 1:
            continue
        rules = replace(plan.settings.territories, number=asked)
        other = replace(plan, settings=replace(plan.settings, territories=rules))
        try:
            options.append(_option(dataset, other, solve=solve, progress=progress, is_own=False))
        except Cancelled:
            break
    return tuple(sorted(options, key=lambda option: option.asked))


def _option(dataset: Dataset, plan: Plan, *, solve: Solve, progress: Progress, is_own: bool) -> NumberOption:
    wanted = plan.settings.territories.number
    memo = Memo()
    if wanted is not None:
        progress.report(ntr("Trying {n} territory", "Trying {n} territories", wanted))
    territories = build_territories(dataset, plan, solve=solve, progress=progress, memo=memo)
    plan = replace(plan, accepted=replace(plan.accepted, territories=territories))
    plan = replace(plan, accepted=replace(plan.accepted, reps=assign_reps(dataset, plan, memo=memo)))
    result = evaluate(dataset, plan, memo)
    outside = [owner for owner in result.owners if owner.role == Role.OUTSIDE and owner.accounts]
    return NumberOption(
        asked=wanted if wanted is not None else len(territories.ids),
        is_own=is_own,
        plan=plan,
        kpis=result.kpis,
        open_positions=sum(owner.is_open for owner in outside),
        outside_cost=sum(owner.cost for owner in outside),
        driving_and_handoffs=round(territories.run.objective * 100),
    )
