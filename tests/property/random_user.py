"""A random user over the workspace: imports, edits, solves, undoes, saves, opens again, crashes; and what must hold.

The machine keeps its own short account of what happened (what lies on disk, what was on screen under each plan) and
compares the program with that, so that a promise broken anywhere between the first edit and the last recovery shows.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import Memo, evaluate
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.settings import Dimension, InsideRules
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.project import recovery, sessions
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.project.state import ProjectState, new_project
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits, scenarios
from gtm_desktop.workspace.edits import Edit, ScenariosEdit
from gtm_desktop.workspace.new_data import carried_scenarios, put_newer
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.rule_edits import ChannelLine, SizeLine
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.planning.builders import accounts, reps
from tests.unit.workspace.builders import Asked

LISTS = 3
ACCOUNTS = 36
PEOPLE = ("O1", "O2", "I1", "I2")
CENTS = st.integers(0, 6_000_000)
SOME_IDS = st.lists(st.integers(0, ACCOUNTS + 4).map("A{}".format), min_size=1, max_size=3, unique=True)
NAMES = st.sampled_from(["Plan", "Lean", "Rich"])
DRAGS = st.sampled_from(["", "drag"])


@cache
def account_list(number: int) -> Dataset:
    """Return one of a few lists that follow each other: some accounts leave, some come, owners and money change."""
    rng = np.random.default_rng(100 + number)
    ids = [f"A{row}" for row in range(number, ACCOUNTS + number)]
    size = len(ids)
    owner = rng.choice(["O1", "O2", "gone", ""], size)
    margin = rng.integers(-50_000, 6_000_000, size)
    frame = accounts(
        account_id=ids,
        gross_margin=pd.array(np.where(rng.random(size) < 0.1, None, margin), "Int64"),
        revenue=(np.abs(margin) * 4).tolist(),
        lat=rng.uniform(41.0, 44.0, size),
        lon=rng.uniform(-86.0, -83.0, size),
        state=rng.choice(["MI", "OH"], size),
        outside_rep=[code or None for code in owner],
        inside_rep=[code or None for code in rng.choice(["I1", "I2", ""], size)],
    )
    people = reps(
        rep_id=list(PEOPLE),
        name=["Ann", "Bob", "Ida", "Ivo"],
        role=["outside", "outside", "inside", "inside"],
        lat=[43.0, 42.0, 42.5, 42.5],
        lon=[-85.0, -84.0, -84.5, -84.5],
    )
    return Dataset(frame, people)


def quickly(problem, *, seed, seconds, progress):
    """Solve to a fixed number of iterations."""
    return solve(problem, seed=seed, seconds=seconds, iterations=4, progress=progress)


def edits() -> st.SearchStrategy[Edit]:
    """Edits of the rules and of single accounts, sensible or not."""
    channels, books = st.sampled_from(Channel.ALL[:3]), st.sampled_from(["I1", "I2"])
    return st.one_of(
        st.builds(_size_line, st.sampled_from(SizeLine), CENTS, DRAGS),
        st.builds(_channel_line, st.sampled_from(ChannelLine), CENTS, DRAGS),
        st.builds(rule_edits.set_grid, st.sampled_from(Dimension), st.sampled_from(Dimension)),
        st.builds(lambda channel: rule_edits.route_cell("A", "unknown", channel=channel), st.none() | channels),
        st.builds(lambda name: rule_edits.name_cell("A", "unknown", name=name), st.sampled_from(["", "Win", "Be.st"])),
        st.builds(rule_edits.set_inside_rules, st.builds(InsideRules, region=st.sampled_from([0.0, 0.5]))),
        st.builds(lambda ids, channel: decisions.pin_channel(ids, channel, reason="x"), SOME_IDS, channels),
        st.builds(decisions.free_channel, SOME_IDS),
        st.builds(lambda ids, rep: decisions.pin_inside_rep(ids, rep, reason="", rep_name=rep), SOME_IDS, books),
        st.builds(_kept_from, SOME_IDS, st.sampled_from(PEOPLE)),
        st.builds(decisions.allow_again, SOME_IDS),
    )


def _size_line(line: SizeLine, cents: int, drag: str) -> Edit:
    return rule_edits.set_size_line(line, cents, merge_key=drag)


def _channel_line(line: ChannelLine, cents: int, drag: str) -> Edit:
    return rule_edits.set_channel_line(line, cents, merge_key=drag)


def _kept_from(ids: list[str], rep: str) -> Edit:
    return decisions.keep_from(ids, rep, reason="feud", rep_name=rep)


def figures(dataset: Dataset, result: PlanResult, plan) -> str:
    """Return what everybody reads of a plan, as text: its figures, and who has which account."""
    shown = result.roster[[roster_columns.ACCOUNT_ID, roster_columns.CHANNEL, roster_columns.OWNER_ID]]
    return json.dumps([plan_summary(dataset, plan, result), sorted(result.stale)]) + shown.to_json()


class RandomUser(RuleBasedStateMachine):
    """One session after another of somebody who tries everything, on one plan file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="random-user-"))
        self.path = self.folder / "plan.gtmplan"
        self.root = self.folder / "recovery"
        self.memo = Memo()
        self.shown: dict[str, str] = {}
        self.on_disk: ProjectState | None = None
        self.recording = Recording(self.root)
        self.workspace = Workspace(Asked(), self.recording)

    def teardown(self) -> None:
        """End the session and leave nothing behind."""
        self.recording.close()
        shutil.rmtree(self.folder)

    @initialize(number=st.integers(0, LISTS - 1))
    def import_a_list(self, number: int) -> None:
        """Begin with a freshly imported list, as every session of a new user does."""
        self.workspace.open(new_project(account_list(number), scenario="Plan"), None)

    # --- what the user does ---

    @rule(edit=edits())
    def edit(self, edit: Edit) -> None:
        """Change a rule or decide about accounts, and look."""
        self._try(lambda: self.workspace.apply(edit))
        self.look()

    @rule(line=st.sampled_from(ChannelLine), cents=CENTS)
    def drag_away_and_back(self, line: ChannelLine, cents: int) -> None:
        """Drag a line away and back: there is no step, and nobody is said to have decided anything."""
        rules, before = self.workspace.plan.settings.channels, self.workspace.project
        key = f"drag {len(before.journal)}"
        for amount in (cents, getattr(rules, line)):
            edit = rule_edits.set_channel_line(line, amount, merge_key=key)
            self._try(partial(self.workspace.apply, edit))
        after = self.workspace.project
        assert after.scenarios.fingerprint == before.scenarios.fingerprint
        assert (after.history.done, after.journal) == (before.history.done, before.journal)

    @rule(ids=SOME_IDS, at=st.integers(0, 3))
    def move_accounts(self, ids: list[str], at: int) -> None:
        """Drop accounts on a territory."""
        territory = self._territory(at)
        moved = decisions.pin_territory(
            ids, territory, reason="", territory_name=territory, dataset=self.workspace.dataset
        )
        self._try(lambda: self.workspace.apply(moved))

    @rule(at=st.integers(0, 3), rep=st.sampled_from(["O1", "O2", ""]))
    def put_a_rep(self, at: int, rep: str) -> None:
        """Drop a rep on a territory."""
        workspace, territory = self.workspace, self._territory(at)
        dropped = decisions.pin_rep(workspace.plan, territory, rep_id=rep, dataset=workspace.dataset)
        self._try(lambda: workspace.apply(dropped))

    @rule(at=st.integers(0, 3), name=st.sampled_from(["", "North"]), is_locked=st.booleans())
    def hold_a_territory(self, at: int, name: str, *, is_locked: bool) -> None:
        """Name a territory, and lock or unlock it."""
        territory = self._territory(at)
        change = decisions.lock_territory if is_locked else decisions.unlock_territory
        self._try(lambda: self.workspace.apply(decisions.rename_territory(territory, name=name)))
        self._try(lambda: self.workspace.apply(change(territory, territory_name=territory)))

    @rule()
    def solve(self) -> None:
        """Build territories, match reps, spread inside accounts: nothing is out of date right after that."""
        dataset, plan = self.workspace.dataset, self.workspace.plan
        try:
            built = build_all(dataset, plan, solve=quickly)
        except UserError:
            return
        self.workspace.apply(decisions.accept_build(built.accepted))
        assert evaluate(dataset, self.workspace.plan, self.memo).stale == frozenset()

    @rule(number=st.integers(0, LISTS - 1))
    def new_data(self, number: int) -> None:
        """Put newer data, or older, under all scenarios."""
        dataset = account_list(number)
        if dataset.dataset_id != self.workspace.dataset.dataset_id:
            self.workspace.put_data(
                carried_scenarios(self.workspace.project, dataset), partial(put_newer, file="list.xlsx")
            )

    @rule(
        change=st.sampled_from(
            [
                scenarios.copy_scenario,
                scenarios.rename_scenario,
                scenarios.open_scenario,
                scenarios.delete_scenario,
            ]
        ),
        name=NAMES,
    )
    def change_scenarios(self, change: Callable[[str], ScenariosEdit], name: str) -> None:
        """Copy, rename, open or delete a scenario."""
        self._try(lambda: self.workspace.change_scenarios(change(name)))

    @rule(steps=st.integers(1, 4))
    def undo_and_redo(self, steps: int) -> None:
        """Undo some steps and do them again: nothing has changed."""
        before = self.workspace.project.scenarios.fingerprint
        possible = min(steps, len(self.workspace.project.history.done))
        for _ in range(possible):
            self.workspace.undo()
        for _ in range(possible):
            self.workspace.redo()
        assert self.workspace.project.scenarios.fingerprint == before

    @rule()
    def undo(self) -> None:
        """Undo one step: the plan is what it was before it."""
        done = self.workspace.project.history.done
        self.workspace.undo()
        if done:
            assert self.workspace.project.scenarios.fingerprint == done[-1].before.fingerprint

    @rule()
    def redo(self) -> None:
        """Do what was undone again."""
        self.workspace.redo()

    @rule()
    def look(self) -> None:
        """Read the figures: sums are those of the list, and what is remembered of earlier plans changes nothing."""
        dataset, plan = self.workspace.dataset, self.workspace.plan
        result = evaluate(dataset, plan, self.memo)
        total = int(dataset.accounts[account_columns.GROSS_MARGIN].sum())
        assert sum(channel.gross_margin for channel in result.final) == total
        assert sum(channel.accounts for channel in result.by_rule) == len(dataset.accounts)
        assert result.kpis.owned_twice == 0
        assert sum(owner.accounts for owner in result.owners) + result.kpis.without_owner == len(dataset.accounts)
        text = figures(dataset, result, plan)
        assert self.shown.setdefault(plan.fingerprint, text) == text
        assert figures(dataset, evaluate(dataset, plan), plan) == text

    @rule()
    def save(self) -> None:
        """Save: the file holds exactly what is on screen."""
        project = self.workspace.project
        save_project(project, self.path)
        self.workspace.mark_saved(project, self.path)
        self.on_disk = project
        assert self.workspace.is_saved
        assert open_project(self.path).fingerprint == project.fingerprint

    @precondition(lambda self: self.on_disk is not None)
    @rule()
    def open_again(self) -> None:
        """Close without saving and open the file: it is the state last saved."""
        opened = open_project(self.path)
        assert self.on_disk is not None
        assert opened.fingerprint == self.on_disk.fingerprint
        self.workspace.open(opened, self.path)
        self.on_disk = opened

    @rule(torn=st.sampled_from([0, 0, 1, 7]))
    def crash(self, torn: int) -> None:
        """Die with everything acknowledged, perhaps in the midst of the last record; come back in a new session."""
        project, was_saved = self.workspace.project, self.workspace.is_saved
        self.recording.close()
        for folder in tuple(self.root.iterdir()):
            _let_die(folder)
        found = sessions.unfinished(self.root)
        assert bool(found) == (not was_saved)
        self.recording = Recording(self.root)
        self.workspace = Workspace(Asked(), self.recording)
        if not found:
            self._open_what_is_left(project)
            return
        (session,) = found
        moves = len(recovery.recover(session.folder).moves)
        is_torn = _tear(session.folder, torn) if moves else False
        recovered = recovery.recover(session.folder)
        back = replayed(recovered)
        assert (len(recovered.moves), recovered.steps) == (moves - is_torn, moves)
        if not is_torn:
            assert back.fingerprint == project.fingerprint
        self.recording.take_over(session.folder)
        self.workspace.open(back, recovered.path, has_unsaved=True)

    # --- what must always hold ---

    @invariant()
    def steps_lead_from_one_to_the_next(self) -> None:
        """Each kept step begins where the one before it ended, and the last ends where the user is."""
        if not self.workspace.is_open:
            return
        project = self.workspace.project
        here = project.scenarios.fingerprint
        done, undone = project.history.done, project.history.undone
        for earlier, later in pairwise(done):
            assert earlier.after.fingerprint == later.before.fingerprint
        assert not done or done[-1].after.fingerprint == here
        assert not undone or undone[-1].before.fingerprint == here

    @invariant()
    def every_plan_has_its_data(self) -> None:
        """Whatever can be undone or switched to, its data is there."""
        if self.workspace.is_open:
            project = self.workspace.project
            states = [project.scenarios, *(s for step in project.history.done for s in (step.before, step.after))]
            assert {plan.dataset_id for state in states for _, plan in state.plans} <= set(project.datasets)

    @invariant()
    def saved_means_saved(self) -> None:
        """ "Saved" is said only of what lies on disk."""
        if self.workspace.is_open and self.workspace.is_saved:
            assert self.on_disk is not None
            assert self.workspace.project.scenarios.fingerprint == self.on_disk.scenarios.fingerprint

    def _territory(self, at: int) -> str:
        answer = self.workspace.plan.accepted.territories
        return answer.ids[at % len(answer.ids)] if answer is not None and answer.ids else "T01"

    def _try(self, change: Callable[[], None]) -> None:
        """Do what makes sense; what is refused changes nothing."""
        before = self.workspace.project
        try:
            change()
        except UserError:
            assert self.workspace.project is before

    def _open_what_is_left(self, project: ProjectState) -> None:
        """Everything was saved: the next session opens the file."""
        opened = open_project(self.path)
        assert opened.scenarios.fingerprint == project.scenarios.fingerprint
        self.workspace.open(opened, self.path)
        self.on_disk = opened


def _let_die(folder: Path) -> None:
    """Make a session one whose process is gone: its folder says when that started, and none started then."""
    folder.rename(folder.with_name(folder.name.rpartition("-")[0] + "-1"))


def _tear(folder: Path, length: int) -> bool:
    """Cut so many bytes off the end of the records and return whether the last one is broken by that."""
    file = folder / "records.log"
    if length == 0:
        return False
    whole = file.read_bytes()
    file.write_bytes(whole[:-length])
    return True
