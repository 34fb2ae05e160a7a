"""Whatever a planner does: undo-all gives the first plan back, redo-all the last. PRODUCT R3.10."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.settings import Dimension, InsideRules
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits, scenarios
from gtm_desktop.workspace.edits import ScenariosEdit
from gtm_desktop.workspace.rule_edits import ChannelLine, SizeLine
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders

Action = Callable[[Workspace], None]

ACCOUNTS = st.lists(st.sampled_from(["A0", "A1", "A2", "A3"]), min_size=1, max_size=3, unique=True)
TERRITORIES = st.sampled_from(["T1", "T2", "T3"])
CENTS = st.integers(0, 5_000_000)
DRAGS = st.sampled_from(["", "drag 1", "drag 2"])
NAMES = st.sampled_from(["Plan", "Lean", "Rich", "Bold"])
DATA = builders.dataset()


def edits() -> st.SearchStrategy[Action]:
    made = st.one_of(
        st.builds(
            lambda line, c, d: rule_edits.set_size_line(line, c, merge_key=d), st.sampled_from(SizeLine), CENTS, DRAGS
        ),
        st.builds(
            lambda line, c, d: rule_edits.set_channel_line(line, c, merge_key=d),
            st.sampled_from(ChannelLine),
            CENTS,
            DRAGS,
        ),
        st.builds(rule_edits.set_grid, st.sampled_from(Dimension), st.sampled_from(Dimension)),
        st.builds(lambda name: rule_edits.name_cell("A", "acquire", name=name), st.sampled_from(["", "Win", "Keep"])),
        st.builds(rule_edits.set_inside_rules, st.builds(InsideRules, region=st.sampled_from([0.0, 0.5, 1.0]))),
        st.builds(lambda ids, c: decisions.pin_channel(ids, c, reason="x"), ACCOUNTS, st.sampled_from(Channel.ALL)),
        st.builds(decisions.free_channel, ACCOUNTS),
        st.builds(
            lambda ids, t: decisions.pin_territory(ids, t, reason="", territory_name=t, dataset=DATA),
            ACCOUNTS,
            TERRITORIES,
        ),
        st.builds(lambda t: decisions.lock_territory(t, territory_name=t), TERRITORIES),
        st.builds(lambda t: decisions.unlock_territory(t, territory_name=t), TERRITORIES),
        st.builds(lambda t: decisions.free_rep(t, territory_name=t), TERRITORIES),
        st.just(decisions.accept_build(builders.accepted())),
        st.just(decisions.accept_territories(builders.territory_answer(ids=("T1", "T2")))),
    )
    return made.map(lambda edit: lambda workspace: workspace.apply(edit))


def rep_drops() -> st.SearchStrategy[Action]:
    def action(territory: str, rep: str) -> Action:
        return lambda workspace: workspace.apply(
            decisions.pin_rep(workspace.plan, territory, rep_id=rep, dataset=DATA, reason="")
        )

    return st.builds(action, TERRITORIES, st.sampled_from(["R1", "R2", "R3", ""]))


def scenario_changes() -> st.SearchStrategy[Action]:
    def action(change: Callable[[str], ScenariosEdit], name: str) -> Action:
        return lambda workspace: workspace.change_scenarios(change(name))

    kinds = [
        scenarios.copy_scenario, scenarios.rename_scenario, scenarios.open_scenario, scenarios.delete_scenario,
    ]  # fmt: skip
    return st.builds(action, st.sampled_from(kinds), NAMES)


ACTIONS = st.lists(st.one_of(edits(), rep_drops(), scenario_changes()), max_size=12)
REP_ACTIONS = st.lists(st.one_of(edits(), rep_drops(), rep_drops(), rep_drops()), max_size=14)


def act(workspace: Workspace, actions: list[Action]) -> None:
    """Do what makes sense of it; the rest is refused and changes nothing."""
    for action in actions:
        before = workspace.project
        try:
            action(workspace)
        except UserError:
            assert workspace.project is before


@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS)
def test_undo_all_gives_the_first_plan_back_and_redo_all_the_last(actions: list[Action]) -> None:
    workspace = builders.workspace()
    first = workspace.project.scenarios
    act(workspace, actions)
    last = workspace.project.scenarios
    steps = len(workspace.project.history.done)
    for _ in range(steps):
        workspace.undo()
    assert workspace.project.scenarios.fingerprint == first.fingerprint
    assert workspace.undo_label == ""
    for _ in range(steps):
        workspace.redo()
    assert workspace.project.scenarios.fingerprint == last.fingerprint
    assert workspace.redo_label == ""


@settings(max_examples=100, deadline=None)
@given(actions=REP_ACTIONS)
def test_no_rep_ever_has_two_territories(actions: list[Action]) -> None:
    workspace = builders.workspace()
    act(workspace, actions)
    for _, plan in workspace.project.scenarios.plans:
        answer = plan.accepted.territories
        assert answer is not None
        people = [rep for t, rep in decisions.reps_by_territory(plan).items() if rep and t in answer.ids]
        assert len(people) == len(set(people))
