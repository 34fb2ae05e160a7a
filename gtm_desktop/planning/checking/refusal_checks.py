"""What needs a look where accounts are kept from a rep: those that are with that rep, territories nobody may have."""

from collections.abc import Iterator

import numpy as np

from gtm_desktop.core.words import count, joined, ntr, tr
from gtm_desktop.planning.capacity import Capacity, person_capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import OPEN, Plan
from gtm_desktop.planning.refusals import refused, refused_territories
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.planning.rows import NOWHERE, positions
from gtm_desktop.planning.stage_inputs import capacity_input
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.reps import Role

_NAMED = 3


def check_refusals(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name what decisions to keep accounts from a rep ask for and the plan does not give."""
    if not plan.pins.kept_from:
        return
    yield from _with_whom_they_must_not_be(dataset, plan, result)
    if plan.accepted.reps is not None:
        yield from _nobody_may(dataset, plan, result, person_capacity(capacity_input(dataset, plan.settings)))


def _with_whom_they_must_not_be(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    codes = [owner.owner_id for owner in result.owners]
    owner = positions(result.roster[roster_columns.OWNER_ID], codes)
    kept_from = refused(dataset.accounts, plan.pins.kept_from, codes)
    broken = np.flatnonzero((owner != NOWHERE) & (owner == kept_from))
    ids = result.roster[roster_columns.ACCOUNT_ID]
    for at in np.unique(owner[broken]).tolist():
        rows = broken[owner[broken] == at]
        named = ids.iloc[rows[:_NAMED]].tolist()
        text = ntr(
            "{n} account is with {rep} though kept from this rep by hand: {ids}.",
            "{n} accounts are with {rep} though kept from this rep by hand: {ids}.",
            len(rows),
            rep=result.owners[at].name,
            ids=joined(named) if len(named) == len(rows) else tr("{names} …", names=", ".join(named)),
        )
        remedy = tr("Build again, or move them by hand.")
        yield PlanProblem("refused_pair", f"{text} {remedy}", Stage.REPS, result.owners[at].owner_id)


def _nobody_may(dataset: Dataset, plan: Plan, result: PlanResult, capacity: Capacity) -> Iterator[PlanProblem]:
    """Name vacant territories in which everybody is refused an account."""
    people = [capacity.rep_ids[at] for at in capacity.placeable(Role.OUTSIDE).tolist()]
    ids = result.territories[columns.TERRITORY_ID].tolist()
    territory = positions(result.roster[roster_columns.TERRITORY_ID], ids)
    kept_from = refused(dataset.accounts, plan.pins.kept_from, people)
    flags = refused_territories(kept_from, territory, people=len(people), territories=len(ids))
    vacant = [key for key, rep in (plan.accepted.reps.rep_ids if plan.accepted.reps else ()) if rep == OPEN]
    for at in np.flatnonzero(flags.all(axis=0) & bool(people)).tolist():
        if ids[at] in vacant and ids[at] not in plan.pins.rep:
            text = tr(
                "Nobody may have {name}: each of {people} reps is kept from one of its accounts. Let one go to a rep "
                "again, or move it elsewhere.",
                name=result.territories[columns.NAME].iloc[at],
                people=count(len(people)),
            )
            yield PlanProblem("all_refused", text, Stage.REPS, str(ids[at]))
