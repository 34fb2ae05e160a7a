"""Whatever is set by hand on a built plan: every account has one owner, and every decision holds. R3.17, RULES 4."""

import numpy as np
import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.pins import Pins
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.roster import Channel
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    SELF_SERVE_MARGIN,
    dataset,
    joined_columns,
    pin_map,
    plan,
    towns,
)

TEAM = {
    "rep_id": ["O1", "O2", "O3", "I1", "I2", "K1"],
    "name": ["Ann", "Bob", None, "Ida", "Ivo", "Kit"],
    "role": ["outside", "outside", "outside", "inside", "inside", "key_account"],
    "is_open": [False, False, True, False, False, False],
    "employment_share": [1.0, 0.5, 1.0, 1.0, 1.0, 1.0],
}


@pytest.fixture(scope="module")
def built():
    blocks = [
        {account_columns.GROSS_MARGIN: [margin] * number} | towns(number, lat=lat, lon=lon)
        for margin, number, lat, lon in (
            (OUTSIDE_MARGIN, 150, 42.0, -84.0),
            (OUTSIDE_MARGIN, 120, 40.0, -83.0),
            (INSIDE_MARGIN, 300, 41.0, -83.5),
            (SELF_SERVE_MARGIN, 100, 41.0, -84.5),
        )
    ]
    data = dataset(joined_columns(*blocks), TEAM)
    return data, build_all(data, plan(Settings(territories=TerritoryRules(iterations=20)))), Memo()


def random_pins(decided: Plan, rng: np.random.Generator) -> Pins:
    territories = decided.accepted.territories.ids
    accounts = [f"A{row}" for row in rng.choice(670, 40, replace=False)]
    return Pins(
        channel=pin_map({key: str(rng.choice(Channel.ALL[:4])) for key in accounts[:15]}),
        territory=pin_map({key: str(rng.choice(territories)) for key in accounts[10:25]}),
        inside_rep=pin_map({key: str(rng.choice(["I1", "I2"])) for key in accounts[20:]}),
        rep=pin_map({key: str(rng.choice(["O1", "O2", "O3", ""])) for key in territories if rng.random() < 0.5}),
    )


@pytest.mark.parametrize("seed", range(12))
def test_every_decision_by_hand_holds_and_nobody_is_owned_twice(built, seed):
    data, decided, memo = built
    pins = random_pins(decided, np.random.default_rng(seed))
    result = evaluate(data, Plan(decided.dataset_id, decided.settings, pins, decided.accepted), memo)
    by_account = result.roster.set_index(columns.ACCOUNT_ID)
    assert result.kpis.owned_twice == 0
    assert sum(owner.accounts for owner in result.owners) == len(data.accounts) - result.kpis.without_owner
    for key, pin in pins.territory.items():
        assert by_account.loc[key, columns.TERRITORY_ID] == pin.value
    for key, pin in pins.channel.items():
        if key not in pins.territory and pin.value not in (Channel.OUTSIDE,):
            assert by_account.loc[key, columns.CHANNEL] == pin.value
    for key, pin in pins.inside_rep.items():
        if by_account.loc[key, columns.CHANNEL] == Channel.INSIDE:
            assert by_account.loc[key, columns.OWNER_ID] == pin.value
    owners = result.territories.set_index(territory_columns.TERRITORY_ID)[territory_columns.OWNER_ID]
    for key, pin in pins.rep.items():
        assert owners[key] == (pin.value or f"OPEN-{key}")


def test_a_plan_just_built_leaves_no_account_without_an_owner(built):
    data, decided, memo = built
    result = evaluate(data, decided, memo)
    assert (result.kpis.without_owner, result.kpis.not_placed, result.stale) == (0, 0, frozenset())


@pytest.mark.parametrize("seed", range(4))
def test_building_again_keeps_what_was_set_by_hand(built, seed):
    data, decided, _ = built
    pins = random_pins(decided, np.random.default_rng(seed))
    again = build_all(data, Plan(decided.dataset_id, decided.settings, pins, decided.accepted))
    result = evaluate(data, again)
    assert result.kpis.without_owner == 0
    by_account = result.roster.set_index(columns.ACCOUNT_ID)
    for key, pin in pins.territory.items():
        assert by_account.loc[key, columns.TERRITORY_ID] == pin.value
    owners = result.territories.set_index(territory_columns.TERRITORY_ID)[territory_columns.OWNER_ID]
    for key, pin in pins.rep.items():
        if key in owners:
            assert owners[key] == (pin.value or f"OPEN-{key}")
