"""Which accepted answers rest on something that has changed since. A stale answer is marked and still shown."""

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.inside import inside_inputs, spread_rows
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.reps import rep_inputs
from gtm_desktop.planning.result import ChannelMap, Segmentation, Stage
from gtm_desktop.planning.territories import territory_inputs
from gtm_desktop.planning.today import Today
from gtm_desktop.tables.roster import RosterTable


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
    accepted = plan.accepted
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
