"""Whatever was done: what is saved comes back, and damaged bytes are refused or harmless, never half-read."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.project import recovery
from gtm_desktop.project.load import DamagedProjectError, NewerProjectError, project_from_bytes
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import ProjectState
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.workspace import Workspace
from tests.property.test_undo import ACTIONS, Action, act
from tests.unit.workspace import builders


def some_project() -> ProjectState:
    workspace = builders.workspace()
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    return workspace.project


PROJECT = some_project()
BYTES = project_bytes(PROJECT)


@settings(max_examples=40, deadline=None)
@given(actions=ACTIONS, undone=st.integers(0, 4))
def test_what_is_saved_comes_back(actions: list[Action], undone: int) -> None:
    workspace = builders.workspace()
    act(workspace, actions)
    for _ in range(undone):
        workspace.undo()
    opened = project_from_bytes(project_bytes(workspace.project))
    assert opened.fingerprint == workspace.project.fingerprint
    assert opened.journal == workspace.project.journal


@settings(max_examples=150, deadline=None)
@given(position=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing(position: int, mask: int) -> None:
    damaged = bytearray(BYTES)
    damaged[position] ^= mask
    try:
        opened = project_from_bytes(bytes(damaged))
    except (DamagedProjectError, NewerProjectError):  # the number of the format is a byte, too
        return
    assert opened.fingerprint == PROJECT.fingerprint
    assert opened.dataset.accounts.equals(PROJECT.dataset.accounts)
    assert opened.dataset.reps.equals(PROJECT.dataset.reps)


@settings(max_examples=60, deadline=None)
@given(length=st.integers(0, len(BYTES) - 1))
def test_a_truncated_file_is_refused(length: int) -> None:
    try:
        project_from_bytes(BYTES[:length])
    except DamagedProjectError:
        return
    raise AssertionError("it was opened")


@settings(max_examples=25, deadline=None)
@given(actions=ACTIONS, undone=st.integers(0, 4))
def test_recovery_gives_back_exactly_what_was_done(actions: list[Action], undone: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        recording = Recording(Path(root))
        workspace = Workspace(builders.Asked(), recording)
        workspace.open(builders.built_project(), None)
        act(workspace, actions)
        for _ in range(undone):
            workspace.undo()
        recording.close()
        (folder,) = Path(root).iterdir()
        recovered = recovery.recover(folder)
    assert recovered.steps == len(recovered.moves)
    assert replayed(recovered).fingerprint == workspace.project.fingerprint
