"""A small plan for the shell's tests."""

import pandas as pd

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.project.state import ProjectState, new_project
from gtm_desktop.tables import accounts, reps


def small_project() -> ProjectState:
    """Return a project with three accounts in Michigan and one rep."""
    table = accounts.account_table(
        pd.DataFrame(
            {
                accounts.ACCOUNT_ID: ["A-1", "A-2", "A-3"],
                accounts.NAME: ["Bolt Works", "Anvil Supply", "Quarry Nine"],
                accounts.CITY: ["Detroit", "Flint", "Lansing"],
                accounts.STATE: ["MI", "MI", "MI"],
                accounts.LAT: [42.33, 43.01, 42.73],
                accounts.LON: [-83.05, -83.69, -84.55],
                accounts.GROSS_MARGIN: [4_000_000, 1_000_000, 100_000],
            }
        )
    )
    people = reps.rep_table(
        pd.DataFrame({reps.REP_ID: ["R1"], reps.NAME: ["Dana Okafor"], reps.ROLE: [reps.Role.OUTSIDE.value]})
    )
    return new_project(Dataset(table, people), scenario="Plan")
