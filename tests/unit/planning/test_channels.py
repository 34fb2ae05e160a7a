"""Phase 2: the lines, set cells, decisions by hand and accounts of unknown size."""

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.pins import PinMap, Pins
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import CellRule, ChannelRules, GridRules, Settings
from tests.unit.planning.builders import accounts, pin_map

SETTINGS = Settings()


def channels(table, *, rules=SETTINGS.channels, grid=SETTINGS.grid, by_hand=None):
    pins = Pins(channel=PinMap() if by_hand is None else by_hand)
    return phases(Dataset(table), Plan("test", Settings(channels=rules, grid=grid), pins)).channels


def test_an_account_exactly_on_either_line_is_inside():
    """R2.1, R2.2, R2.3."""
    table = accounts(gross_margin=[499_999, 500_000, 2_000_000, 2_000_001])
    assert channels(table).by_rule.tolist() == ["self_serve", "inside", "inside", "outside"]


def test_a_loss_and_a_zero_are_self_serve_by_the_lines():
    assert channels(accounts(gross_margin=[0, -100])).by_lines.tolist() == ["self_serve", "self_serve"]


def test_an_account_of_unknown_size_keeps_todays_channel_else_goes_inside_and_is_to_be_checked():
    table = accounts(
        gross_margin=[None, None, 3_000_000], outside_rep=["R1", None, None], today_channel=[None, None, None]
    )
    mapped = channels(table)
    assert mapped.by_rule.tolist() == ["outside", "self_serve", "outside"]
    assert mapped.reason.tolist() == ["size_unknown", "size_unknown", "lines"]
    assert mapped.to_be_checked.tolist() == [True, True, False]
    assert channels(accounts(gross_margin=[None])).by_rule.tolist() == ["inside"]


def test_a_set_cell_goes_over_the_lines_and_a_decision_by_hand_over_both():
    table = accounts(gross_margin=[2_500_001, 2_500_001, 100], account_id=["a", "b", "c"])
    grid = GridRules(cells={("A", "unknown"): CellRule(channel="inside")})
    mapped = channels(table, grid=grid, by_hand=pin_map({"b": "key_account", "gone": "inside"}))
    assert mapped.by_lines.tolist() == ["outside", "outside", "self_serve"]
    assert mapped.by_rule.tolist() == ["inside", "key_account", "self_serve"]
    assert mapped.reason.tolist() == ["cell", "set_by_hand", "lines"]


def test_leaving_out_web_and_counter_takes_their_share_off_the_margin():
    """R2.6."""
    table = accounts(
        gross_margin=[2_400_000, 2_400_000],
        revenue_outside=[60, None],
        revenue_ecommerce=[30, None],
        revenue_counter=[10, None],
    )
    rules = ChannelRules(leave_out_web_and_counter=True)
    mapped = channels(table, rules=rules)
    assert mapped.measured.tolist() == [1_440_000, 2_400_000]
    assert mapped.by_rule.tolist() == ["inside", "outside"]
