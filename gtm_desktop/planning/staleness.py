"""Which accepted answers rest on something that has changed since. A stale answer is marked and still shown."""

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.request_inputs import inside_grounds, rep_grounds, territory_grounds
from gtm_desktop.planning.result import Phases, Stage
from gtm_desktop.tables.roster import RosterTable


def stale_stages(dataset: Dataset, plan: Plan, found: Phases, *, roster: RosterTable) -> frozenset[Stage]:
    """Return the stages whose accepted answer was found for other grounds than today's."""
    accepted = plan.accepted
    stale: set[Stage] = set()
    if accepted.territories is not None:
        grounds = territory_grounds(dataset, plan.settings, found)
        if fingerprint(grounds) != accepted.territories.run.inputs:
            stale.add(Stage.TERRITORIES)
    matching = None if accepted.reps is None else rep_grounds(dataset, plan, found)
    if accepted.reps is not None and matching is not None and fingerprint(matching) != accepted.reps.run.inputs:
        stale.add(Stage.REPS)
    if accepted.inside is not None:
        books = inside_grounds(dataset, plan.settings, found, roster=roster)
        if fingerprint(books) != accepted.inside.run.inputs:
            stale.add(Stage.INSIDE)
    return frozenset(stale)
