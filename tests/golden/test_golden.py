"""Plans of an earlier version give what they gave, the same code gives the same, and what differs is said in words."""

from pathlib import Path

import pytest

from tests.golden.cases import drawn, made
from tests.golden.compare import differences, exactly, nearly
from tests.golden.drawn_lists import drawn_list
from tests.golden.drawn_rules import drawn_by_hand, drawn_rules
from tests.golden.kept import kept_names, kept_outputs, outputs_now, packed, unpacked
from tests.golden.outputs import outputs_of

REMEDY = "wanted? Name the change in the commit and run: python -m tests.golden.kept"


def test_plans_are_kept() -> None:
    assert len(kept_names()) >= 6


@pytest.mark.parametrize("name", kept_names())
def test_a_kept_plan_opens_and_gives_what_it_gave(name: str, tmp_path: Path) -> None:
    found = differences(name, kept_outputs(name), outputs_now(name, tmp_path), same=nearly)
    assert not found, "\n".join([*found, REMEDY])


def test_the_same_code_gives_the_same_twice(tmp_path: Path) -> None:
    for seed in (4, 6):  # improved; as built
        first, second = (outputs_of(drawn(seed, tmp_path), tmp_path) for _ in range(2))
        assert differences(str(seed), first, second) == []


def test_a_list_as_planners_send_it_gives_the_same_twice(tmp_path: Path) -> None:
    first, second = (outputs_of(made("orders_split.xlsx", tmp_path), tmp_path) for _ in range(2))
    assert differences("orders_split", first, second) == []
    assert first["inspect"]["verdict"] == '"ask"'


def test_what_chance_draws_stays_the_same() -> None:
    lists = [drawn_list(seed) for seed in (0, 1, 29)]
    assert [(len(accounts), len(reps)) for accounts, reps in lists] == [(180, 9), (146, 8), (118, 9)]
    assert lists[0][0][-1][:4] == ["C0179", "South Bend Castings 178", "South Bend", "IN"]
    assert lists[0][0][-1][7:9] == [76432.6, 28291.3]
    drawn_numbers = [
        (drawn_rules(seed)["territories"]["seed"], drawn_rules(seed)["size"]["a_above"]) for seed in (0, 29)
    ]
    assert drawn_numbers == [(548, 4300000), (245, 5900000)]
    by_hand = drawn_by_hand(4, 92)
    assert (sorted(by_hand.channels), sorted(by_hand.moved.items())) == (
        [12, 25, 59, 78, 84],
        [(10, 1), (33, 0), (52, 2), (67, 2), (85, 0)],
    )


def test_a_difference_is_told_with_its_address() -> None:
    before = {"plan": {"accounts": "4", "gone": '"x"'}, "roster, Reps": {"A1": '"Ann"', "B1": "1.0"}}
    after = {"plan": {"accounts": "5", "more": "[]"}, "roster, Reps": {"A1": '"Ann"', "B1": "1.0000000000001"}}
    assert differences("sample", before, after, same=nearly) == [
        "sample: plan: accounts was 4, is 5",
        'sample: plan: gone was "x", and is not there any more',
        "sample: plan: more is new: []",
    ]
    assert not exactly("1.0", "1.0000000000001")
    assert not nearly("1.0", "1.000001")
    assert not nearly('"1.0"', "1.0")


def test_a_row_that_came_or_went_is_told_as_one_difference() -> None:
    before = {"roster, Read me": {"A1": '"Made"', "A3": '"Reps"', "B3": "4", "A4": '"Sum"', "B4": "7"}}
    after = {"roster, Read me": {"A1": '"Made"', "A3": '"Seed"', "B3": "1", "A4": '"Reps"', "B4": "4", "A5": '"Sum"'}}
    assert differences("sample", before, after) == [
        'sample: roster, Read me: row 3 is new: "Seed", 1',
        "sample: roster, Read me: B4 was 7, and is not there any more",
    ]
    assert differences("sample", after, before)[0] == (
        'sample: roster, Read me: row 3 is not there any more: "Seed", 1'
    )


def test_only_the_first_differences_of_a_part_are_told() -> None:
    before = {"plan": {f"a{number}": "1" for number in range(1200)}}
    after = {"plan": dict.fromkeys(before["plan"], "2")}
    found = differences("sample", before, after)
    assert len(found) == 6
    assert found[-1] == "sample: plan: and 1,195 more"


def test_outputs_written_down_are_read_back() -> None:
    outputs = {
        "plan": {"a.b[0]": '"tab\\t and Ö"', "c": ""},
        "roster, Read me": {"A1": '"x"', "C1": "1.5", "B4": '"=1+1"'},
    }
    assert unpacked(packed(outputs)) == outputs
