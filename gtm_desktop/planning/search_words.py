"""How territories were searched for, in words: the same in the window, in the roster and on the command line."""

from gtm_desktop.core.words import count, decimal, ntr, tr
from gtm_desktop.planning.plan import SolverRun
from gtm_desktop.planning.settings import TerritoryRules


def search(run: SolverRun) -> str:
    """Say with which seed and how many tries an answer was found."""
    tries = ntr("{n} try", "{n} tries", run.iterations)
    return tr("seed {seed}, {tries}", seed=run.seed, tries=tries)


def effort(rules: TerritoryRules) -> str:
    """Say how many tries a search makes, and whether building again gives the same plan."""
    if rules.iterations is None:
        return tr("as many tries as fit into {seconds} s; built again, the plan may differ",
                  seconds=decimal(rules.seconds))  # fmt: skip
    return tr("{n} tries; the same list, rules and seed build the same plan again", n=count(rules.iterations))
