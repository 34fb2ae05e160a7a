"""Where accounts without a place go: nobody is left without an owner. R3.17."""

import numpy as np
import pandas as pd

from gtm_desktop.planning.territory.placeless import join_territories


def joined(territory, rows, *, incumbent=None, state=None, most=(9, 9), refused_by=None):
    n = len(territory)
    return join_territories(
        np.array(territory),
        np.array(rows),
        incumbent=np.array(incumbent or [-1] * n),
        state=pd.Series(state or [None] * n, dtype=object),
        most=np.array(most),
        load=np.ones(n, dtype=np.int64),
        refused_by=np.array(refused_by or [-1] * n),
    ).tolist()


def test_the_incumbents_territory_comes_first():
    assert joined([0, 1, -1], [2], incumbent=[-1, -1, 1], state=["OH", "MI", "OH"]) == [0, 1, 1]


def test_the_territory_with_most_accounts_of_the_state_comes_second():
    assert joined([0, 1, -1], [2], state=["OH", "MI", "MI"]) == [0, 1, 1]


def test_a_full_territory_is_passed_over_for_the_one_with_most_room():
    assert joined([0, 1, -1], [2], incumbent=[-1, -1, 1], most=(5, 1)) == [0, 1, 0]


def test_an_account_of_which_nothing_is_known_goes_where_there_is_most_room():
    assert joined([0, -1, -1], [1, 2], most=(3, 3)) == [0, 1, 0]


def test_the_territory_of_somebody_who_must_not_have_the_account_is_passed_over():
    own = [-1, -1, 1]
    assert joined([0, 1, -1], [2], incumbent=own, state=["OH", "MI", "MI"], refused_by=own) == [0, 1, 0]
    assert joined([0, 1, -1], [2], most=(1, 9), refused_by=own) == [0, 1, 0]


def test_the_only_territory_takes_an_account_kept_from_whom_it_is_formed_round():
    assert joined([0, -1], [1], most=(9,), refused_by=[-1, 0]) == [0, 0]
