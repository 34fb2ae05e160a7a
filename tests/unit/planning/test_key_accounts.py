"""Which key-account manager has which parent. RULES 2, RULES 3."""

import numpy as np

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.key_accounts import key_account_managers
from gtm_desktop.planning.plan import Plan
from tests.unit.planning.builders import accounts, reps


def managers(parents, *, margin=None, today=None, kept_from=None, **team):
    table = accounts(
        parent_id=parents, gross_margin=margin or [1] * len(parents), outside_rep=today or [None] * len(parents)
    )
    people = reps(role=["key_account"] * len(team["rep_id"]), **team)
    found = phases(Dataset(table, people), Plan("test"))
    now, capacity = found.today, found.capacity
    rows = np.arange(len(parents))
    kept = np.array(kept_from or [-1] * len(parents))
    made = key_account_managers(table, capacity, rows=rows, today=now, kept_from=kept)
    return [capacity.rep_ids[at] for at in made]


def test_a_parent_goes_whole_to_the_manager_who_has_most_of_it():
    assert managers(["P"] * 3, today=["K2", "K2", "K1"], rep_id=["K1", "K2"]) == ["K2"] * 3


def test_parents_of_nobody_go_in_turn_the_largest_first():
    made = managers(["P", "Q", "R", "S"], margin=[1, 4, 3, 2], rep_id=["K1", "K2"])
    assert made == ["K2", "K1", "K2", "K1"]


def test_somebody_with_half_the_capacity_gets_half_as_many_parents():
    parents = [f"P{number}" for number in range(9)]
    made = managers(parents, rep_id=["K1", "K2"], employment_share=[1.0, 0.5])
    assert (made.count("K1"), made.count("K2")) == (6, 3)


def test_accounts_without_a_parent_are_parents_of_their_own():
    assert sorted(managers([None, None], rep_id=["K1", "K2"])) == ["K1", "K2"]


def test_a_parent_with_an_account_kept_from_its_manager_goes_to_another_one():
    assert managers(["P", "P"], today=["K1", "K1"], rep_id=["K1", "K2"], kept_from=[-1, 0]) == ["K2", "K2"]
    assert managers(["P", "Q", "R"], rep_id=["K1", "K2"], kept_from=[0, -1, -1]) == ["K2", "K1", "K1"]


def test_a_parent_kept_from_every_manager_stays_with_one():
    assert managers(["P", "P"], today=["K1", None], rep_id=["K1", "K2"], kept_from=[0, 1]) == ["K1", "K1"]
