"""The one table of edits: each kind goes through undo, redo, file, recovery and journal; none is made outside it."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Division, Scope
from gtm_desktop.planning.renewal.newcomers import Proposal
from gtm_desktop.planning.settings import (
    CallPlan,
    Dimension,
    Economics,
    InsideRules,
    Level,
    RepRules,
    SizeYear,
    TerritoryRules,
)
from gtm_desktop.project import recovery
from gtm_desktop.project.load import project_from_bytes
from gtm_desktop.project.save import project_bytes
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, new_data, rule_edits, scenarios
from gtm_desktop.workspace.edits import EDITS, Edit, EditKind, ScenariosEdit
from gtm_desktop.workspace.new_data import carried_scenarios
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.rule_edits import ChannelLine, SizeLine
from gtm_desktop.workspace.workspace import Workspace
from tests.architecture import sources
from tests.unit.workspace import builders

MAKERS = (decisions, rule_edits, scenarios, new_data)
Sample = Callable[[Workspace], Edit | ScenariosEdit]
DATA = builders.dataset()
NEWCOMER = Proposal("A1", "A", Channel.OUTSIDE, "T3", "", by_postal_code=True)
CHANGED = replace(builders.accepted(), territories=builders.territory_answer(ids=("T1", "T2")))


def _pinned() -> Edit:
    return decisions.pin_territory(["A1"], "T3", reason="near", territory_name="Town T3", dataset=DATA)


def _newer(workspace: Workspace) -> new_data.CarriedScenarios:
    table = DATA.accounts.assign(gross_margin=pd.array([9, 9, 9, 9], "Int64"))
    return carried_scenarios(workspace.project, replace(DATA, accounts=type(DATA.accounts)(table)))


# What makes each kind, and what has to be done before it makes sense.
SAMPLES: dict[EditKind, tuple[Sample, tuple[Sample, ...]]] = {
    EditKind.SIZE_LINE: (lambda _w: rule_edits.set_size_line(SizeLine.A_ABOVE, 3_000_000), ()),
    EditKind.SIZE_BASIS: (lambda _w: rule_edits.set_size_basis("revenue", Level.PARENT), ()),
    EditKind.SIZE_YEAR: (lambda _w: rule_edits.set_size_year(SizeYear.LAST), ()),
    EditKind.WALLET_BANDS: (lambda _w: rule_edits.set_wallet_bands(0.11, 0.77), ()),
    EditKind.MIX_BANDS: (lambda _w: rule_edits.set_mix_bands(0.11, 0.77), ()),
    EditKind.GRID: (lambda _w: rule_edits.set_grid(Dimension.MIX, Dimension.SIZE), ()),
    EditKind.CELL_NAME: (lambda _w: rule_edits.name_cell("A", "acquire", name="Größe"), ()),
    EditKind.CELL_CHANNEL: (lambda _w: rule_edits.route_cell("A", "acquire", channel=Channel.INSIDE), ()),
    EditKind.CHANNEL_LINE: (lambda _w: rule_edits.set_channel_line(ChannelLine.OUTSIDE_ABOVE, 9_000_000), ()),
    EditKind.WEB_LEFT_OUT: (
        lambda w: rule_edits.set_leave_out_web(is_left_out=not w.plan.settings.channels.leave_out_web_and_counter),
        (),
    ),
    EditKind.ECONOMICS: (lambda _w: rule_edits.set_economics(Economics(handoff_loss=0.5)), ()),
    EditKind.TERRITORY_RULES: (lambda _w: rule_edits.set_territory_rules(TerritoryRules(iterations=7)), ()),
    EditKind.LINE_DRAWN: (lambda _w: rule_edits.draw_line([(42.0, -83.0), (43.0, -84.0)]), ()),
    EditKind.CALL_PLAN: (lambda _w: rule_edits.set_call_plan(CallPlan(visit_minutes=99)), ()),
    EditKind.CHANGE_BUDGET: (lambda _w: rule_edits.set_change_budget(ChangeBudget(accounts_per_rep=3)), ()),
    EditKind.SCOPE: (lambda _w: rule_edits.set_scope(Scope(Division.STATE, frozenset({"MI"}))), ()),
    EditKind.BORDERS: (lambda _w: rule_edits.set_borders(Borders(Division.STATE)), ()),
    EditKind.BUILDING_RULES: (
        lambda w: rule_edits.set_building_rules(
            replace(w.plan.settings, changes=ChangeBudget(0.1), territories=TerritoryRules(number=2))
        ),
        (),
    ),
    EditKind.PLAN_YEAR: (lambda _w: rule_edits.set_plan_year_start(date(2031, 1, 1)), ()),
    EditKind.REP_RULES: (lambda _w: rule_edits.set_rep_rules(RepRules(uses_seniority=False)), ()),
    EditKind.INSIDE_RULES: (lambda _w: rule_edits.set_inside_rules(InsideRules(region=0.25)), ()),
    EditKind.CHANNEL_PINNED: (lambda _w: decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"), ()),
    EditKind.CHANNEL_FREED: (
        lambda _w: decisions.free_channel(["A1"]),
        (lambda _w: decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"),),
    ),
    EditKind.TERRITORY_PINNED: (lambda _w: _pinned(), ()),
    EditKind.TERRITORY_FREED: (lambda _w: decisions.free_territory(["A1"]), (lambda _w: _pinned(),)),
    EditKind.INSIDE_REP_PINNED: (
        lambda _w: decisions.pin_inside_rep(["A1"], "I1", reason="friends", rep_name="Ida"), ()
    ),
    EditKind.INSIDE_REP_FREED: (
        lambda _w: decisions.free_inside_rep(["A1"]),
        (lambda _w: decisions.pin_inside_rep(["A1"], "I1", reason="friends", rep_name="Ida"),),
    ),
    EditKind.KEPT_FROM: (lambda _w: decisions.keep_from(["A0"], "R2", reason="quarrel", rep_name="Bo Diaz"), ()),
    EditKind.ALLOWED_AGAIN: (
        lambda _w: decisions.allow_again(["A0"]),
        (lambda _w: decisions.keep_from(["A0"], "R2", reason="quarrel", rep_name="Bo Diaz"),),
    ),
    EditKind.REP_PINNED: (lambda w: decisions.pin_rep(w.plan, "T3", rep_id="R1", dataset=DATA, reason="home"), ()),
    EditKind.REP_FREED: (
        lambda _w: decisions.free_rep("T3", territory_name="Town T3"),
        (lambda w: decisions.pin_rep(w.plan, "T3", rep_id="R3", dataset=DATA),),
    ),
    EditKind.TERRITORY_LOCKED: (lambda _w: decisions.lock_territory("T1", territory_name="Town T1"), ()),
    EditKind.TERRITORY_UNLOCKED: (
        lambda _w: decisions.unlock_territory("T1", territory_name="Town T1"),
        (lambda _w: decisions.lock_territory("T1", territory_name="Town T1"),),
    ),
    EditKind.TERRITORY_NAMED: (lambda _w: decisions.rename_territory("T1", name="Home"), ()),
    EditKind.TERRITORIES_ACCEPTED: (lambda _w: decisions.accept_territories(CHANGED.territories), ()),
    EditKind.REPS_ACCEPTED: (
        lambda _w: decisions.accept_reps(replace(builders.accepted().reps, rep_ids=(("T1", "R3"),))), ()
    ),
    EditKind.INSIDE_ACCEPTED: (
        lambda _w: decisions.accept_inside(replace(builders.accepted().inside, rep_ids=("I7",))), ()
    ),
    EditKind.TERRITORIES_BUILT: (lambda _w: decisions.accept_built(CHANGED.territories, CHANGED.reps), ()),
    EditKind.PLAN_BUILT: (lambda _w: decisions.accept_build(CHANGED), ()),
    EditKind.IMPROVED: (lambda _w: decisions.accept_improvement(CHANGED), ()),
    EditKind.WAY_TAKEN: (lambda _w: decisions.accept_way(f"Town T3: {WayOut.DISSOLVE}", CHANGED), ()),
    EditKind.NUMBER_TAKEN: (lambda _w: decisions.accept_number(2, CHANGED), ()),
    EditKind.NEWCOMERS_PLACED: (
        lambda _w: new_data.accept_newcomers((NEWCOMER,), DATA), ()
    ),
    EditKind.NEWER_LIST: (lambda w: new_data.put_newer(_newer(w), file="december.xlsx"), ()),
    EditKind.READ_AGAIN: (lambda w: new_data.put_reread(_newer(w)), ()),
    EditKind.LIST_DECIDED: (lambda w: new_data.put_decided(_newer(w), label="Decide about the list"), ()),
    EditKind.SCENARIO_OPENED: (
        lambda _w: scenarios.open_scenario("Plan"), (lambda _w: scenarios.copy_scenario("Lean"),)
    ),
    EditKind.SCENARIO_COPIED: (lambda _w: scenarios.copy_scenario("Lean"), ()),
    EditKind.SCENARIO_RENAMED: (lambda _w: scenarios.rename_scenario("Bold"), ()),
    EditKind.SCENARIO_DELETED: (
        lambda _w: scenarios.delete_scenario("Lean"), (lambda _w: scenarios.copy_scenario("Lean"),)
    ),
}  # fmt: skip


def _do(workspace: Workspace, edit: Edit | ScenariosEdit) -> None:
    if isinstance(edit, Edit):
        workspace.apply(edit)
    elif edit.kind in (EditKind.NEWER_LIST, EditKind.READ_AGAIN, EditKind.LIST_DECIDED):
        workspace.put_data(_newer(workspace), lambda _carried: edit)
    else:
        workspace.change_scenarios(edit)


@pytest.mark.parametrize("kind", EditKind)
def test_each_kind_goes_through_undo_redo_file_recovery_and_journal(kind: EditKind, tmp_path: Path) -> None:
    sample, before = SAMPLES[kind]
    recording = Recording(tmp_path)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    for each in before:
        _do(workspace, each(workspace))
    old, steps = workspace.project.scenarios, len(workspace.project.history.done)
    edit = sample(workspace)
    assert edit.kind is kind
    told: list[frozenset[object]] = []
    workspace.watch(lambda change: told.append(change.topics))
    _do(workspace, edit)
    new = workspace.project.scenarios
    assert new.fingerprint != old.fingerprint, "a sample must change something"
    assert len(workspace.project.history.done) == steps + 1
    assert told[-1] == EDITS[kind]
    entry = workspace.project.journal[-1]
    assert (entry.label, entry.topics) == (edit.label, EDITS[kind])
    assert entry.changes or isinstance(edit, ScenariosEdit)
    workspace.undo()
    assert workspace.project.scenarios.fingerprint == old.fingerprint
    workspace.redo()
    assert workspace.project.scenarios.fingerprint == new.fingerprint
    assert project_from_bytes(project_bytes(workspace.project)).fingerprint == workspace.project.fingerprint
    recording.close()
    (folder,) = tmp_path.iterdir()
    assert replayed(recovery.recover(folder)).fingerprint == workspace.project.fingerprint


def test_the_table_has_every_kind_and_every_kind_has_a_sample() -> None:
    assert set(EDITS) == set(EditKind) == set(SAMPLES)
    assert all(EDITS.values())


def test_every_maker_makes_a_kind_of_its_own() -> None:
    makers = {
        name
        for module in MAKERS
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and function.__annotations__.get("return") in (Edit, ScenariosEdit)
    }
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    sampled = {name for _, name in sources.calls(tree)}
    assert len(makers) == len(EditKind)
    assert sorted(makers - sampled) == [], "makers without a sample in this test"


def test_no_edit_is_made_outside_the_table() -> None:
    allowed = {module.__name__.replace(".", "/") + ".py" for module in MAKERS}
    found = [
        f"{source.name}:{node.lineno} makes an edit of its own; makers stand in {', '.join(sorted(allowed))}"
        for source in sources.package()
        if source.name not in allowed
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) in ("Edit", "ScenariosEdit")
    ]
    sources.refuse(found)
