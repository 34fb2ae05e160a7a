"""A job ends one way or the other: nobody can start one and forget what follows when it fails or is cancelled."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.workspace.file_queue import Starts
from gtm_desktop.workspace.jobs import JobRunner, Outcome
from tests.architecture import sources

ENDS = ("done", "failed", "cancelled")
STARTERS: dict[str, Callable[..., Any]] = {
    "WorkspaceBridge.start_job": WorkspaceBridge.start_job,
    "JobRunner.start": JobRunner.start,
    "Starts": Starts.__call__,
    "Outcome.tell": Outcome.tell,
}
# Where an outcome is looked at without `tell`: each reads both of its parts.
MAY_LOOK = {
    "gtm_desktop/workspace/jobs.py",
    "gtm_desktop/workspace/recording.py",
    "gtm_desktop/workspace/headless.py",
    "gtm_desktop/ui/session/saving.py",
}
MAY_START_THREADS = {
    "gtm_desktop/workspace/jobs.py": "every job",
    "gtm_desktop/workspace/evaluator.py": "the evaluation, which ends through an outcome too",
    "gtm_desktop/ui/session/session.py": "sweeping what killed sessions left, for which nobody waits",
    "gtm_desktop/ui/application.py": "the loading of the program itself, before there is a workspace",
}


@pytest.mark.parametrize("name", STARTERS)
def test_whoever_starts_a_job_must_say_what_follows_each_of_its_ends(name: str) -> None:
    parameters = inspect.signature(STARTERS[name]).parameters
    for end in ENDS:
        assert parameters[end].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[end].default is inspect.Parameter.empty


def test_every_caller_names_all_three_ends() -> None:
    callers = [
        (f"{source.name}:{call.lineno}", {keyword.arg for keyword in call.keywords})
        for source in sources.package()
        for call, name in sources.calls(source.tree)
        if name == "start_job"
    ]
    assert len(callers) >= 8
    sources.refuse([f"{place} forgets {end}" for place, named in callers for end in ENDS if end not in named])


def test_work_beside_the_window_is_a_job() -> None:
    found = [
        f"{source.name}:{call.lineno} starts a thread of its own"
        for source in sources.package()
        if source.name not in MAY_START_THREADS
        for call, name in sources.calls(source.tree)
        if name in ("Thread", "QThread")
    ]
    sources.refuse(found)


def test_an_outcome_is_told_and_not_half_looked_at() -> None:
    found = [
        f"{source.name}:{node.lineno} looks at an outcome; `tell` makes nobody forget one of its ends"
        for source in sources.package()
        if source.name not in MAY_LOOK
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "error" and ast.unparse(node.value) == "outcome"
    ]
    sources.refuse(found)
