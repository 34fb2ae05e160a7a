"""Which accepted answers rest on something that has changed since. A stale answer is marked and still shown."""

from dataclasses import fields, replace
from typing import TypeVar

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.inside import inside_inputs, spread_rows
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.reps import rep_inputs
from gtm_desktop.planning.result import ChannelMap, Segmentation, Stage
from gtm_desktop.planning.territories import territory_inputs
from gtm_desktop.planning.today import Today
from gtm_desktop.tables.roster import RosterTable

_Answer = TypeVar("_Answer", TerritoryAnswer, RepAnswer, InsideAnswer)


def _as_digested(accepted: Accepted) -> Accepted:
    """Return answers of format 1 with their digest in its place: it is still made the same way."""
    return replace(accepted, **{each.name: _one(getattr(accepted, each.name)) for each in fields(accepted)})


def _one(answer: _Answer | None) -> _Answer | None:
    if answer is None or not answer.run.format1_inputs:
        return answer
    return replace(answer, run=replace(answer.run, inputs=answer.run.format1_inputs, format1_inputs=""))


def stale_stages(
    dataset: Dataset,
    plan: Plan,
    *,
    roster: RosterTable,
    segmentation: Segmentation,
    channels: ChannelMap,
    today: Today,
    capacity: Capacity,
) -> frozenset[Stage]:
    """Return the stages whose accepted answer was found for other inputs than today's."""
    accepted = _as_digested(plan.accepted)
    plan = replace(plan, accepted=accepted)
    stale: set[Stage] = set()
    if accepted.territories is not None:
        inputs = territory_inputs(
            dataset, plan.settings, segmentation=segmentation, channels=channels, today=today, capacity=capacity
        )
        if inputs != accepted.territories.run.inputs:
            stale.add(Stage.TERRITORIES)
    if accepted.reps is not None and rep_inputs(dataset, plan, capacity=capacity) != accepted.reps.run.inputs:
        stale.add(Stage.REPS)
    if accepted.inside is not None:
        rows = spread_rows(roster, capacity)
        inputs = inside_inputs(dataset, plan, rows=rows, segmentation=segmentation, capacity=capacity)
        if inputs != accepted.inside.run.inputs:
            stale.add(Stage.INSIDE)
    return frozenset(stale)
