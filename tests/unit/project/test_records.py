"""What a recovery record keeps of a step, in this format, an older one and a newer one."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.settings import Settings
from gtm_desktop.project.deltas import PlanDelta, applied, delta
from gtm_desktop.project.records import record_from_json, record_to_json
from gtm_desktop.project.recovery import recover
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.project.values import UnknownValueError, from_json, to_json
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders


def test_a_record_says_its_format_and_one_that_does_not_is_of_the_first() -> None:
    assert record_to_json({"saved": None}) == {"format": FORMAT, "saved": None}
    assert record_from_json({"saved": None}) == {"format": FORMAT, "saved": None}


def session(root: Path) -> Path:
    """A session of one step, which is no more."""
    recording = Recording(root)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.apply(decisions.pin_channel(["A1"], "inside", reason=""))
    recording.close()
    (folder,) = root.iterdir()
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_records_of_a_newer_program_are_refused_untouched_and_both_formats_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gtm_desktop.project.records.FORMAT", 7)
    folder = session(tmp_path)
    before = files_of(folder)
    monkeypatch.undo()
    with pytest.raises(UserError, match=rf"in format 7; .* up to format {FORMAT}\b") as refusal:
        recover(folder)
    assert refusal.value.code == "newer_format"
    assert files_of(folder) == before


def test_a_base_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    folder = session(tmp_path)
    base = folder / "base.gtmplan"
    data = base.read_bytes()
    base.write_bytes(data[:60] + (7).to_bytes(4, "big") + data[64:])
    before = files_of(folder)
    with pytest.raises(UserError, match="in format 7;"):
        recover(folder)
    assert files_of(folder) == before


def test_a_change_of_a_kind_of_pin_or_answer_that_we_do_not_know_is_no_damage() -> None:
    plan = builders.built_plan()
    for change in (PlanDelta(pins=(("moon", "A1", None),)), PlanDelta(answers={"moon": None})):
        with pytest.raises(UnknownValueError, match="moon"):
            applied(change, plan, {})


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of this kind, whether or not it makes sense as a rule."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: values_of(hints[each.name]) for each in fields(kind)})
    if get_args(kind):
        return values_of_many(get_origin(kind), get_args(kind))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-(2**53), 2**53),
        float: st.floats(allow_nan=False, allow_infinity=False),
        str: st.text(max_size=4),
        bool: st.booleans(),
        date: st.dates(),
    }
    return plain[kind] if kind in plain else st.sampled_from(list(kind))


def values_of_many(origin: Any, args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is tuple and args[-1] is ...:
        return st.lists(values_of(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(each) for each in args))
    if origin is frozenset:
        return st.frozensets(values_of(args[0]), max_size=2)
    if type(None) in args:
        return st.none() | values_of(args[0])
    return st.dictionaries(values_of(args[0]), values_of(args[1]), max_size=3)


RULES = values_of(Settings)


@settings(max_examples=50, deadline=None)
@given(before=RULES, after=RULES)
def test_the_delta_of_any_two_rules_makes_the_one_of_the_other(before: Settings, after: Settings) -> None:
    old, new = replace(builders.built_plan(), settings=before), replace(builders.built_plan(), settings=after)
    kept = from_json(PlanDelta, json.loads(json.dumps(to_json(delta(old, new)))))
    assert applied(kept, old, {}).settings == after
    assert delta(new, new) == PlanDelta()
