"""Today's coverage as the list tells it."""

from datetime import date

import pandas as pd

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.stage_inputs import today_input
from gtm_desktop.planning.today import today_of
from tests.unit.planning.builders import accounts, reps

START = date(2027, 1, 1)


def read(table, people, start):
    return today_of(today_input(Dataset(table, people), Settings(plan_year_start=start)))


def test_the_channel_follows_from_the_reps_where_the_list_names_none():
    table = accounts(outside_rep=["R0", None, None], inside_rep=["R1", "R1", None])
    today = read(table, reps(rep_id=["R0", "R1"]), START)
    assert today.channel.tolist() == ["outside", "inside", "self_serve"]
    assert today.owner_id.fillna("").tolist() == ["R0", "R1", ""]


def test_a_list_without_reps_and_channels_says_nothing_about_today():
    today = read(accounts(name=["x"]), reps(rep_id=[]), START)
    assert today.channel.isna().all()
    assert not today.is_active.any()


def test_without_a_roster_nobody_can_be_told_to_go_on():
    today = read(accounts(outside_rep=["R0", "R1"]), reps(rep_id=[]), START)
    assert today.owner_id.tolist() == ["R0", "R1"]
    assert not today.is_active.any()


def test_the_owner_is_the_rep_of_the_channel_that_the_list_names():
    table = accounts(outside_rep=["R0"], inside_rep=["R1"], today_channel=["inside"])
    assert read(table, reps(rep_id=["R0", "R1"]), START).owner_id.tolist() == ["R1"]


def test_leavers_open_positions_and_strangers_are_not_active():
    people = reps(
        rep_id=["stays", "leaves", "open"],
        leaving=[pd.NaT, pd.Timestamp("2026-12-31"), pd.NaT],
        is_open=[False, False, True],
    )
    table = accounts(outside_rep=["stays", "leaves", "open", "stranger", None])
    assert read(table, people, START).is_active.tolist() == [True, False, False, False, False]


def test_somebody_who_leaves_in_the_first_months_of_the_plan_year_is_a_leaver():
    people = reps(rep_id=["soon", "later"], leaving=[pd.Timestamp("2027-02-10"), pd.Timestamp("2027-10-01")])
    assert read(accounts(outside_rep=["soon", "later"]), people, START).is_active.tolist() == [False, True]
