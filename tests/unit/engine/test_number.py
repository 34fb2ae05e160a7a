"""How many territories there can be, and what would have to give where there can be none."""

from gtm_desktop.engine.number import SalesTarget, territory_count


def test_the_range_runs_from_full_territories_to_as_many_as_people_serve():
    found = territory_count(1316, 0, lower=80, upper=140, people=13)
    assert (found.fewest, found.most, found.suggested) == (10, 13, 13)
    assert found.is_possible
    assert found.relaxations is None


def test_accounts_that_may_be_filled_raise_the_ceiling():
    assert territory_count(400, 0, lower=80, upper=140, people=20).most == 5
    assert territory_count(400, 400, lower=80, upper=140, people=20).most == 10


def test_a_sales_target_is_a_ceiling_too():
    target = SalesTarget(least=1_000_000, value=3_500_000, fillable_value=600_000)
    found = territory_count(1000, 0, lower=80, upper=400, people=20, target=target)
    assert (found.most_by_target, found.most) == (4, 4)


def test_a_missing_target_leaves_its_term_out():
    assert territory_count(1000, 0, lower=80, upper=140, people=9).most_by_target is None


def test_too_few_people_are_told_with_each_way_out():
    found = territory_count(1316, 0, lower=80, upper=140, people=8)
    assert not found.is_possible
    assert found.suggested == 8
    assert found.relaxations.people == 2
    assert found.relaxations.upper == 165
    assert found.relaxations.accounts_inside == 196
    assert found.relaxations.lower is None


def test_too_few_accounts_for_one_territory_are_told_with_the_limit_that_would_do():
    found = territory_count(50, 10, lower=80, upper=140, people=3)
    assert (found.fewest, found.most, found.suggested) == (1, 0, 1)
    assert found.relaxations.lower == 60
    assert found.relaxations.upper is None


def test_a_target_out_of_reach_is_told_with_the_target_that_would_do():
    found = territory_count(280, 0, lower=80, upper=140, people=3, target=SalesTarget(least=900.0, value=1600.0))
    assert not found.is_possible
    assert found.relaxations.target == 800.0


def test_no_accounts_need_no_territories():
    found = territory_count(0, 500, lower=80, upper=140, people=5)
    assert (found.fewest, found.most, found.suggested) == (0, 0, 0)


def test_without_people_one_open_territory_is_suggested():
    assert territory_count(100, 0, lower=80, upper=140, people=0).suggested == 1


def test_without_a_lower_limit_the_people_are_the_ceiling():
    found = territory_count(10, 0, lower=0, upper=140, people=4)
    assert (found.most_by_accounts, found.most) == (None, 4)
