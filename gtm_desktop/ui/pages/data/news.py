"""What newer data brought, in words: accounts that came, went, changed or were renumbered, and what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.words import MISSING, count, money, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pins
from gtm_desktop.planning.renewal.data_changes import DataChanges, compare
from gtm_desktop.planning.renewal.newcomers import Proposal
from gtm_desktop.planning.renewal.place_repairs import PLACE
from gtm_desktop.planning.rows import NOWHERE, Ints, rows_of
from gtm_desktop.project.state import ProjectState, Step
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    GROSS_MARGIN,
    INSIDE_REP,
    OUTSIDE_REP,
    POSTAL_CODE,
    AccountTable,
)
from gtm_desktop.ui.pages.data.found import FindingView, Weight
from gtm_desktop.ui.pages.data.rows import RowsView, account_rows, no_rows

PREFIX = "new:"
CAME, WENT, RENUMBERED, MARGIN, REPS, PLACES, HELD, VANISHED, PROPOSED = (
    f"{PREFIX}{name}"
    for name in ("came", "went", "renumbered", "margin", "reps", "places", "held", "vanished", "proposed")
)


@dataclass(frozen=True, eq=False)
class News:
    """What the newest data of a project brought.

    Attributes:
        before, after: the older and the newer data.
        changes: how they differ.
        held: accounts that were kept in their channel, by id, for which that still stands.
        vanished: accounts that went and were decided about, by id.
    """

    before: Dataset
    after: Dataset
    changes: DataChanges
    held: tuple[str, ...]
    vanished: tuple[str, ...]


def data_step(project: ProjectState) -> Step | None:
    """Return the step that put the open tables in place; None where they are the first, or that step was forgotten.

    Steps that only decided about the same tables are passed over.
    """
    now = project.plan.dataset_id
    for step in reversed(project.history.done):
        before, after = step.before.plan.dataset_id, step.after.plan.dataset_id
        if before == after:
            continue
        if after != now or before not in project.datasets:
            return None
        if project.datasets[before].tables_id != project.datasets[after].tables_id:
            return step
        now = before
    return None


def news_of(project: ProjectState, step: Step, changes: DataChanges | None = None) -> News:
    """Return what a step that put the open data in place brought; `changes` where they are known already."""
    before, after = project.datasets[step.before.plan.dataset_id], project.dataset
    pins, held_by = project.plan.pins, step.after.plan.pins.channel
    changes = changes or _not_by_hand(compare(before.accounts, after.accounts), after)
    decided = step.before.plan.pins.channel
    rows = changes.renumbered
    old_id = dict(
        zip(
            after.accounts[ACCOUNT_ID].iloc[rows].tolist(),
            before.accounts[ACCOUNT_ID].iloc[changes.row_before[rows]].tolist(),
            strict=True,
        )
    )
    held = tuple(
        account
        for account, pin in held_by.items()
        if old_id.get(account, account) not in decided and pins.channel.get(account) == pin
    )
    return News(before, after, changes, held, _vanished(pins, changes, before, after))


def _not_by_hand(changes: DataChanges, after: Dataset) -> DataChanges:
    """Return the changes without places that the planner typed or picked: those are no news."""
    by_hand = {question.scope for question, _ in after.answered if question.code == PLACE}
    rows = changes.place_changed
    is_news = ~after.accounts[ACCOUNT_ID].iloc[rows].isin(by_hand).to_numpy()
    return replace(changes, place_changed=rows[is_news])


def _vanished(pins: Pins, changes: DataChanges, before: Dataset, after: Dataset) -> tuple[str, ...]:
    went = set(before.accounts[ACCOUNT_ID].iloc[changes.went]) - set(after.accounts[ACCOUNT_ID])
    return tuple(sorted(went & {*pins.channel, *pins.territory, *pins.inside_rep}))


def findings_of_news(news: News | None, proposed: tuple[Proposal, ...]) -> tuple[FindingView, ...]:
    """Return what newer data brought, first what wants a decision; what is nothing is left out."""
    said = [
        _finding(PROPOSED, tr("New accounts nobody has"), tr("See who should have them, and place them."), proposed)
    ]
    if news is not None:
        changes = news.changes
        said += [
            _finding(CAME, tr("Accounts that came"), tr("Rules give them a segment and a channel."), changes.came),
            _finding(WENT, tr("Accounts that went"), "", changes.went),
            _finding(RENUMBERED, tr("Accounts with a new ID"), tr("Decisions followed them."), changes.renumbered),
            _finding(MARGIN, tr("Other gross margin"), "", changes.margin_changed),
            _finding(REPS, tr("Other rep today"), "", changes.rep_changed),
            _finding(PLACES, tr("Other place"), "", changes.place_changed),
            _finding(
                HELD, tr("The rules would change their channel now"), tr("They were kept where they were."), news.held
            ),
            _finding(
                VANISHED, tr("Decisions about accounts that went"), tr("Kept, should they come back."), news.vanished
            ),
        ]
    return tuple(each for each in said if each is not None)


def _finding(key: str, text: str, remedy: str, items: Ints | tuple[object, ...]) -> FindingView | None:
    if not len(items):
        return None
    return FindingView(key, Weight.NEWS, tr("New data"), text, remedy, count(len(items)), has_rows=True)


def rows_of_news(
    key: str, news: News | None, proposed: tuple[Proposal, ...], dataset: Dataset, names: Mapping[str, str]
) -> RowsView:
    """Return the accounts behind a finding about newer data; `names` are names of territories and reps by code."""
    if key == PROPOSED:
        rows = rows_of((each.account_id for each in proposed), dataset.accounts[ACCOUNT_ID])
        cells = tuple(_proposal_words(each, names) for each in proposed)
        return account_rows(
            dataset.accounts, rows, title=tr("New accounts nobody has"), cell_title=tr("Proposed"), cells=cells
        )  # fmt: skip
    if news is None:
        return no_rows()
    changes, after = news.changes, news.after.accounts
    if key in (WENT, VANISHED):
        return _gone(news, key)
    if key == HELD:
        rows = rows_of(news.held, after[ACCOUNT_ID])
        return account_rows(after, rows, title=tr("The rules would change their channel now"), became=tr("kept"))
    known = {
        CAME: (changes.came, tr("Accounts that came"), "", ()),
        RENUMBERED: (changes.renumbered, tr("Accounts with a new ID"), tr("Old ID"), (ACCOUNT_ID,)),
        MARGIN: (changes.margin_changed, tr("Other gross margin"), tr("Before"), (GROSS_MARGIN,)),
        REPS: (changes.rep_changed, tr("Other rep today"), tr("Before"), (OUTSIDE_REP, INSIDE_REP)),
        PLACES: (changes.place_changed, tr("Other place"), tr("Before"), (POSTAL_CODE, CITY)),
    }
    if key not in known:
        return no_rows()
    rows, title, cell_title, columns = known[key]
    cells = _before(news.before.accounts, changes.row_before[rows], columns)
    return account_rows(after, rows, title=title, cell_title=cell_title, cells=cells)


def _gone(news: News, key: str) -> RowsView:
    table = news.before.accounts
    rows, title = news.changes.went, tr("Accounts that went")
    if key == VANISHED:
        rows = rows_of(news.vanished, table[ACCOUNT_ID])
        title = tr("Decisions about accounts that went")
    view = account_rows(table, rows[rows != NOWHERE], title=title, became=tr("not in the new list"))
    return replace(view, numbers=np.zeros(len(view.numbers), dtype=np.int64))


def _before(table: AccountTable, rows: Ints, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first filled of some columns for rows of the older list."""
    if not columns:
        return ()
    values = table[columns[0]].iloc[rows].astype(object).where(table[columns[0]].iloc[rows].notna(), None)
    for column in columns[1:]:
        values = values.where(values.notna(), table[column].iloc[rows].astype(object))
    write = money if columns[0] == GROSS_MARGIN else str
    return tuple(write(value) if known else MISSING for value, known in zip(values, values.notna(), strict=True))


def _proposal_words(proposal: Proposal, names: Mapping[str, str]) -> str:
    code = proposal.territory_id or proposal.rep_id
    how = tr("same postal code") if proposal.by_postal_code else tr("nearest")
    where = tr("{channel} → {owner}", channel=labels.channel(proposal.channel), owner=names.get(code, code))
    return " · ".join(part for part in (proposal.segment, where, how) if part)
