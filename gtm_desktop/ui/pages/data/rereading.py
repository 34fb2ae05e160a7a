"""Reading into the open plan: the same workbooks otherwise, or newer ones; beside the window, then one step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.place_repairs import with_places
from gtm_desktop.project.state import ProjectState
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.passwords import Locked, Opened, ask_password, unless_locked
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest
from gtm_desktop.workspace.edits import ScenariosEdit
from gtm_desktop.workspace.jobs import nothing_waits
from gtm_desktop.workspace.new_data import (
    CarriedScenarios,
    carried_scenarios,
    put_decided,
    put_newer,
    put_reread,
    reread_scenarios,
)
from gtm_desktop.workspace.reading import PLACE_PREFIX, answers_of, read_dataset, read_next, settled


@dataclass(frozen=True, eq=False)
class _Read:
    """What a job read: the data under the scenarios, and the request that reads it so; None where nothing can."""

    carried: CarriedScenarios
    request: ReadRequest | None


def _ignore(_locked: Locked) -> None:
    """Do nothing: what is not read from a workbook is never locked."""


@dataclass(frozen=True, eq=False)
class _Work:
    """One reading.

    Attributes:
        title: what the status bar calls it.
        edit: the step that puts what was read under the scenarios.
        read: reads.
        put: puts the scenarios over what was read.
        locked: what follows where only a password is missing.
    """

    title: str
    edit: Callable[[CarriedScenarios], ScenariosEdit]
    read: Callable[[Progress], tuple[Dataset, ReadRequest | None]]
    put: Callable[[ProjectState, Dataset], CarriedScenarios] = carried_scenarios
    locked: Callable[[Locked], None] = _ignore


def _carried(work: _Work, project: ProjectState, progress: Progress) -> _Read:
    dataset, request = work.read(progress)
    progress.check()
    return _Read(work.put(project, dataset), request)


class Rereading(QObject):
    """Puts other data under the open plan and knows from which workbooks it was read."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        """Read for a page; its window asks for passwords."""
        super().__init__(page)
        self._context = context
        self._page = page
        self._requests: dict[str, ReadRequest] = {}

    def request_of(self, dataset: Dataset) -> ReadRequest | None:
        """Return from which workbooks data was read in this session; None if it came with a plan."""
        return self._requests.get(dataset.dataset_id) or self._context.request_of(dataset)

    def read(self, request: ReadRequest) -> None:
        """Read the open workbooks otherwise; without any decision so far the plan starts anew with its presets."""
        dataset = self._context.bridge.workspace.dataset
        kept = answers_of(dataset) | dict(request.choices.answers)
        request = replace(request, choices=replace(request.choices, answers=kept))
        self._start(
            _Work(
                tr("Reading {file}", file=request.accounts.name),
                put_reread,
                lambda progress: (read_dataset(request, progress=progress), request),
                reread_scenarios,
                locked=lambda locked: self._ask(request, locked, self.read),
            )
        )

    def read_next(self, request: ReadRequest) -> None:
        """Read newer workbooks into the plan; rules and decisions stay."""
        dataset = self._context.bridge.workspace.dataset
        self._start(
            _Work(
                tr("Reading {file}", file=request.accounts.name),
                partial(put_newer, file=request.accounts.name),
                lambda progress: read_next(dataset, request, progress=progress),
                locked=lambda locked: self._ask(request, locked, self.read_next),
            )
        )

    def settle(self, answers: dict[str, str], places: dict[str, str]) -> bool:
        """Take over suggestions and places without reading; return whether that is all there is to do."""
        dataset = self._context.bridge.workspace.dataset
        after = settled(dataset, answers)
        if after is None:
            return False
        old = self.request_of(dataset)
        request = None if old is None else _with_answers(old, answers, places)
        placed = ntr("Place {n} account by hand", "Place {n} accounts by hand", len(places))
        self._start(
            _Work(
                tr("Taking over what you decided"),
                partial(put_decided, label=tr("Decide about the list") if answers else placed),
                lambda _progress: (with_places(after, places), request),
            )
        )
        return True

    def _ask(self, request: ReadRequest, locked: Locked, again: Callable[[ReadRequest], None]) -> None:
        ask_password(self._page.window(), request, locked, again)

    def _start(self, read: _Work) -> None:
        bridge = self._context.bridge
        project, opening = bridge.workspace.project, bridge.workspace.openings

        def work(progress: Progress) -> Opened[_Read] | Locked:
            return unless_locked(lambda: _carried(read, project, progress))

        def done(found: Opened[_Read] | Locked) -> None:
            if isinstance(found, Locked):
                read.locked(found)
                return
            made = found.value
            workspace, dataset = bridge.workspace, made.carried.dataset
            if not workspace.is_open or workspace.openings != opening:
                bridge.noted.emit(tr("Another plan was opened meanwhile; what was read is dropped."))
                return
            if made.request is not None:
                self._requests[dataset.dataset_id] = made.request
            workspace.put_data(made.carried, read.edit)

        bridge.start_job(read.title, work, done=done, failed=bridge.show_failure, cancelled=nothing_waits)


def _with_answers(request: ReadRequest, answers: dict[str, str], places: dict[str, str]) -> ReadRequest:
    old: ImportChoices = request.choices
    typed = {f"{PLACE_PREFIX}{account}": text for account, text in places.items()}
    return replace(request, choices=replace(old, answers={**old.answers, **answers, **typed}))
