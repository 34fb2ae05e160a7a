"""What everybody ends up with, and who waits. R3.12, R3.17."""

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Economics, Settings
from tests.unit.planning.builders import (
    OUTSIDE_MARGIN,
    SELF_SERVE_MARGIN,
    dataset,
    plan,
    rep_answer,
    territory_answer,
)

OUT, SELF = OUTSIDE_MARGIN, SELF_SERVE_MARGIN


def result(data, team, **decided):
    return evaluate(dataset(data, team), plan(**decided))


def test_everybody_of_the_roster_and_the_desk_is_listed_and_open_owners_only_with_accounts():
    made = result({"gross_margin": [OUT, OUT]}, {"name": ["Ann", "Bob"]}, territories=territory_answer([0, 1]),
                  reps=rep_answer(T01="R0"))  # fmt: skip
    assert [owner.owner_id for owner in made.owners] == ["R0", "R1", "OPEN-T02", "SELF-SERVE"]
    assert [owner.accounts for owner in made.owners] == [1, 0, 1, 0]


def test_gains_and_losses_are_against_the_owner_of_today():
    data = {"gross_margin": [OUT, OUT, OUT], "outside_rep": ["R0", "R1", None]}
    made = result(data, {"name": ["Ann", "Bob"]}, territories=territory_answer([0, 0, 0]), reps=rep_answer(T01="R0"))
    ann, bob = made.owner_by_id["R0"], made.owner_by_id["R1"]
    assert (ann.today_accounts, ann.gained, ann.lost) == (1, 2, 0)
    assert (bob.today_accounts, bob.gained, bob.lost) == (1, 0, 1)


def test_a_vacancy_has_the_capacity_and_cost_of_its_role():
    owner = result({"gross_margin": [OUT]}, None, territories=territory_answer([0])).owner_by_id["OPEN-T01"]
    assert (owner.lower, owner.planned, owner.upper, owner.cost, owner.is_open) == (80, 120, 140, 20_000_000, True)


def test_the_desk_costs_what_was_typed():
    settings = Settings(economics=Economics(self_serve_cost=123))
    assert evaluate(dataset({"gross_margin": [SELF]}), plan(settings)).owner_by_id["SELF-SERVE"].cost == 123


def test_an_open_position_of_the_roster_is_shown_by_its_territory():
    team = {"name": [None], "is_open": [True]}
    made = result({"gross_margin": [OUT]}, team, territories=territory_answer([0]), reps=rep_answer(T01="R0"))
    assert made.owner_by_id["R0"].name == "Open – Town 1"


def test_people_without_a_territory_wait_and_those_who_cannot_be_placed_or_are_open_do_not():
    team = {
        "name": ["Ann", "Bob", "Cid", None],
        "leaving": [None, None, "2026-01-31", None],
        "is_open": [False, False, False, True],
    }
    made = result({"gross_margin": [OUT]}, team, territories=territory_answer([0]), reps=rep_answer(T01="R0"))
    assert made.bench == ("R1",)
