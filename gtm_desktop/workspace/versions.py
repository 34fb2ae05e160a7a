"""Earlier versions of a plan: which are kept, what is in one, and how it is brought back. Nothing is lost by it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gtm_desktop.core import disk
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import write_whole
from gtm_desktop.core.paths import whole
from gtm_desktop.core.words import count, day, joined, moment, tr
from gtm_desktop.project import backups
from gtm_desktop.project.load import open_project
from gtm_desktop.project.state import EXTENSION, JournalEntry, ProjectState

DECISIONS_SHOWN = 5


@dataclass(frozen=True)
class Version:
    """A kept version of a plan.

    Attributes:
        number: what it is called by.
        when: when it was saved, in UTC, by the clock of that moment.
        copy: its file.
        size: of that file, in bytes.
    """

    number: int
    when: datetime
    copy: Path
    size: int


@dataclass(frozen=True)
class KeptPlan:
    """A plan of which versions are kept.

    Attributes:
        path: its file, which need not be there any more; only its name where its folder is not known.
        versions: the newest first.
    """

    path: Path
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Preview:
    """What is in a version.

    Attributes:
        accounts: how many.
        scenarios: their names.
        steps: how many can be undone in it.
        decisions: the last ones, the newest first.
    """

    accounts: int
    scenarios: tuple[str, ...]
    steps: int
    decisions: tuple[JournalEntry, ...]


def kept_plans() -> tuple[KeptPlan, ...]:
    """Return every plan of which versions are kept on this computer; the one saved last comes first."""
    return tuple(KeptPlan(path, _versions(copies)) for path, copies in backups.projects())


def versions_of(path: Path) -> tuple[Version, ...]:
    """Return the kept versions of a plan, the newest first; its file need not be there any more."""
    return _versions(backups.copies_of(path))


def preview_of(project: ProjectState) -> Preview:
    """Return what a version holds."""
    return Preview(
        accounts=len(project.dataset.accounts),
        scenarios=project.scenarios.names,
        steps=len(project.history.done),
        decisions=project.journal[: -DECISIONS_SHOWN - 1 : -1],
    )


def version_words(version: Version) -> str:
    """Say when a version was saved, and how large it is."""
    return tr("{when} · {size}", when=when_words(version.when), size=disk.size(version.size))


def preview_words(preview: Preview) -> str:
    """Say what is in a version, in lines."""
    decisions = [
        tr("{when} · {who} · {what}", when=when_words(entry.when), who=entry.who, what=entry.label)
        for entry in preview.decisions
    ]
    lines = [
        tr("Accounts: {n}", n=count(preview.accounts)),
        tr("Scenarios: {names}", names=joined(list(preview.scenarios))),
        tr("Steps that can be undone: {n}", n=count(preview.steps)),
        "",
        tr("Last decisions:") if decisions else tr("Nothing was decided yet."),
        *decisions,
    ]
    return "\n".join(lines)


def when_words(value: datetime) -> str:
    """Say a moment in the planner's own time."""
    here = value.astimezone()
    return tr("{day}, {time}", day=day(here.date()), time=moment(here))


def restore(path: Path, number: int, out: Path) -> Version:
    """Write a kept version of a plan to a file; what lies there is kept as a version of that file first.

    Raises:
        UserError: there is no such version, it is damaged, or the file cannot be written; it is as it was then.
    """
    found = [each for each in versions_of(path) if each.number == number]
    if not found:
        raise UserError(
            tr("There is no version {number} of {file}.", number=number, file=path),
            tr("List the versions: gtm-desktop backups {file}", file=path),
            code="no_version",
        )
    if out.suffix.lower() != EXTENSION:
        raise UserError(
            tr("{file} does not end in {extension}.", file=out.name, extension=EXTENSION),
            tr("Choose a name that does."),
            code="wrong_extension",
        )
    (version,) = found
    open_project(version.copy)  # refuses a damaged one
    data = version.copy.read_bytes()
    try:
        if out.exists():
            backups.keep(out, out.read_bytes())
        write_whole(out, data)
    except OSError as error:
        raise UserError(
            tr(
                "{file} could not be written: {reason}.",
                file=out.name,
                reason=disk.refusal(error, whole(out).parent, needed=len(data)),
            ),
            tr("Choose another folder. The file is as it was."),
            code="not_saved",
        ) from error
    return version


def _versions(copies: tuple[Path, ...]) -> tuple[Version, ...]:
    found = []
    for copy in copies:
        try:
            found.append(Version(backups.number_of(copy), backups.saved_at(copy), copy, copy.stat().st_size))
        except OSError:  # thinned in this moment
            continue
    return tuple(found)
