"""Where accounts without a place go: nobody is left without an owner. R3.17."""

import numpy as np
import pandas as pd

from gtm_desktop.planning.placeless import join_territories


def joined(territory, rows, *, incumbent=None, state=None, most=(9, 9)):
    n = len(territory)
    return join_territories(
        np.array(territory),
        np.array(rows),
        incumbent=np.array(incumbent or [-1] * n),
        state=pd.Series(state or [None] * n, dtype=object),
        most=np.array(most),
    ).tolist()


def test_the_incumbents_territory_comes_first():
    assert joined([0, 1, -1], [2], incumbent=[-1, -1, 1], state=["OH", "MI", "OH"]) == [0, 1, 1]


def test_the_territory_with_most_accounts_of_the_state_comes_second():
    assert joined([0, 1, -1], [2], state=["OH", "MI", "MI"]) == [0, 1, 1]


def test_a_full_territory_is_passed_over_for_the_one_with_most_room():
    assert joined([0, 1, -1], [2], incumbent=[-1, -1, 1], most=(5, 1)) == [0, 1, 0]


def test_an_account_of_which_nothing_is_known_goes_where_there_is_most_room():
    assert joined([0, -1, -1], [1, 2], most=(3, 3)) == [0, 1, 0]
