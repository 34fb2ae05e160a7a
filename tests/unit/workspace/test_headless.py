"""A plan without a window: the roster and the plan are written both, or neither."""

from pathlib import Path

import pytest

from gtm_desktop.core import files
from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.workbook.atomic_file import replacing
from gtm_desktop.workspace import headless, tasks
from gtm_desktop.workspace.headless import PlanRequest
from tests.unit.workspace import builders


def write_stub(_dataset: object, _plan: object, _result: object, path: Path, **_: object) -> None:
    with replacing(path) as file:
        file.write(b"a new roster")


@pytest.fixture
def targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanRequest:
    monkeypatch.setattr(tasks, "export_roster", write_stub)
    return PlanRequest(tmp_path / "list.xlsx", roster=tmp_path / "roster.xlsx", project=tmp_path / "plan.gtmplan")


def write(request: PlanRequest) -> None:
    dataset, plan = builders.dataset(), builders.built_plan()
    headless._write(dataset, plan, evaluate(dataset, plan), request, headless.SILENT)


def there(request: PlanRequest) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in request.accounts.parent.iterdir()}


def refuse(monkeypatch: pytest.MonkeyPatch, target: Path, error: OSError) -> None:
    replace = files._replace

    def refused(source: Path, to: Path) -> None:
        if to == target:
            raise error
        replace(source, to)

    monkeypatch.setattr(files, "_replace", refused)


def test_both_are_written_and_nothing_beside_them(targets: PlanRequest) -> None:
    write(targets)
    assert set(there(targets)) == {"roster.xlsx", "plan.gtmplan"}


@pytest.mark.parametrize("are_there", [False, True])
def test_with_the_roster_open_in_excel_neither_is_written(
    targets: PlanRequest, monkeypatch: pytest.MonkeyPatch, *, are_there: bool
) -> None:
    assert targets.roster is not None
    assert targets.project is not None
    if are_there:
        for each in (targets.roster, targets.project):
            each.write_bytes(b"the old " + each.name.encode())
    before = there(targets)
    refuse(monkeypatch, targets.roster, PermissionError(13, "Permission denied"))
    with pytest.raises(UserError, match="open in Excel"):
        write(targets)
    assert there(targets) == before


@pytest.mark.parametrize("are_there", [False, True])
def test_where_the_plan_cannot_be_saved_the_roster_is_as_it_was(
    targets: PlanRequest, monkeypatch: pytest.MonkeyPatch, *, are_there: bool
) -> None:
    assert targets.roster is not None
    assert targets.project is not None
    if are_there:
        targets.roster.write_bytes(b"the old roster")
    before = there(targets)
    refuse(monkeypatch, targets.project, OSError(28, "No space left on device"))
    with pytest.raises(UserError, match="is full"):
        write(targets)
    assert there(targets) == before


def test_a_file_system_without_links_keeps_a_copy(targets: PlanRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert targets.roster is not None
    assert targets.project is not None

    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", no_links)
    targets.roster.write_bytes(b"the old roster")
    refuse(monkeypatch, targets.project, OSError(28, "No space left on device"))
    with pytest.raises(UserError):
        write(targets)
    assert there(targets) == {"roster.xlsx": b"the old roster"}
