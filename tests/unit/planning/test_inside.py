"""Which inside rep has which account. R3.13, R3.14, R3.15."""

import pytest

from gtm_desktop.planning.build import assign_inside
from gtm_desktop.planning.inside import strengths
from gtm_desktop.planning.owners import OPEN_INSIDE
from gtm_desktop.planning.settings import Economics, InsideRules, RoleEconomics, Settings
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, plan, reps

NO_LIMITS = Economics(inside=RoleEconomics(10_000_000, 300, 0, 350))


def books(data, team, *, weights=None, economics=NO_LIMITS, **decided):
    team = {"role": ["inside"] * len(next(iter(team.values())))} | team
    settings = Settings(inside=weights or InsideRules(), economics=economics)
    answer = assign_inside(dataset({"gross_margin": [INSIDE_MARGIN] * len(next(iter(data.values())))} | data, team),
                           plan(settings, **decided))  # fmt: skip
    return [answer.rep_ids[at] if at >= 0 else None for at in answer.rep]


def test_an_account_goes_to_the_rep_of_its_region():
    assert books({"region": ["East", "West"]}, {"region": ["West", "East"]}) == ["R1", "R0"]


def test_the_larger_account_goes_to_the_stronger_rep():
    weights = InsideRules(region=0.0, seniority=1.0, product=0.0, incumbency=0.0)
    economics = Economics(inside=RoleEconomics(10_000_000, 1, 1, 1))
    data = {"gross_margin": [INSIDE_MARGIN, INSIDE_MARGIN + 500_000]}
    team = {"seniority": ["Senior", "Junior"]}
    assert books(data, team, weights=weights, economics=economics) == ["R1", "R0"]


def test_durables_go_to_the_rep_who_knows_them():
    data = {"revenue_durables": [90, 10], "revenue_consumables": [10, 90]}
    weights = InsideRules(region=0.0, seniority=0.0, product=1.0, incumbency=0.0)
    assert books(data, {"skills": ["Consumables", "Durables"]}, weights=weights) == ["R1", "R0"]


def test_an_account_stays_with_its_inside_rep_of_today():
    data = {"inside_rep": ["R1", "R0"]}
    weights = InsideRules(region=0.0, seniority=0.0, product=0.0, incumbency=1.0)
    assert books(data, {"name": ["Ann", "Bob"]}, weights=weights) == ["R1", "R0"]


def test_books_keep_the_limits_of_each_person():
    economics = Economics(inside=RoleEconomics(10_000_000, 6, 4, 6))
    data = {"region": ["East"] * 9}
    team = {"region": ["East", "West"], "employment_share": [1.0, 0.5]}
    made = books(data, team, economics=economics)
    assert (made.count("R0"), made.count("R1")) == (6, 3)


def test_an_account_given_to_a_rep_by_hand_stays_there():
    made = books({"region": ["East", "East"]}, {"region": ["East", "West"]}, pins={"inside_rep": {"A0": "R1"}})
    assert made == ["R1", "R0"]


def test_without_inside_reps_all_inside_accounts_belong_to_the_open_position():
    assert books({"region": ["East"]}, {"role": ["outside"]}) == [OPEN_INSIDE]


def test_accounts_that_are_not_inside_have_no_inside_rep():
    assert books({"gross_margin": [OUTSIDE_MARGIN, INSIDE_MARGIN]}, {"name": ["Ann"]}) == [None, "R0"]


def test_a_reps_strength_is_the_mean_of_what_is_known_and_read():
    team = reps(seniority=["Senior", "5", None, None], performance_index=[1.0, None, 1.25, None])
    assert strengths(team, uses_seniority=True, uses_performance=True).tolist() == pytest.approx([0.75, 0.5, 1.0, 0.5])
    assert strengths(team, uses_seniority=False, uses_performance=True).tolist() == pytest.approx([0.5, 0.5, 1.0, 0.5])


def test_books_even_out_in_margin_where_nothing_else_speaks_against_it():
    margin = [INSIDE_MARGIN * (1 + at % 7) // 10 for at in range(60)]
    data, team = {"gross_margin": margin}, {"name": ["Ann", "Bob", "Cem"], "employment_share": [1.0, 1.0, 0.5]}
    economics = Economics(inside=RoleEconomics(10_000_000, 60, 0, 60))
    nothing = {"region": 0.0, "seniority": 0.0, "product": 0.0, "incumbency": 0.0}

    def worth(weight):
        made = books(data, team, weights=InsideRules(**nothing, balance=weight), economics=economics)
        return [sum(each for each, rep in zip(margin, made, strict=True) if rep == code) for code in ("R0", "R1", "R2")]

    for weight, is_even in ((0.2, True), (0.0, False)):
        made = worth(weight)
        off = [abs(own / (sum(made) * share) - 1) for own, share in zip(made, (0.4, 0.4, 0.2), strict=True)]
        assert (max(off) <= 0.15) == is_even
