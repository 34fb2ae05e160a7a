"""Columns that could be the same field by their headers: another choice would change ids or amounts, so it is asked."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gtm_desktop.core.words import joined, tr
from gtm_desktop.workbook import mapping
from gtm_desktop.workbook.cleaning.cells import ColumnCells, TableCells
from gtm_desktop.workbook.cleaning.clean import clean_money, text_of
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.notes import Notes

QUESTION = "which_column"


def with_rivals_settled(table: TableCells, fields: Sequence[str], titles: dict[str, str], notes: Notes) -> TableCells:
    """Return the table with each field at the column that the planner chose of several whose headers mean it.

    Columns that say the same in every row are no question, nor are those of other years.

    Args:
        table: an account list.
        fields: those whose column matters to ids and amounts.
        titles: what each is called.
        notes: takes the questions.

    Source: CLI, Verdicts: another reading would change an id or an amount.
    """
    columns = list(table.columns)
    for field in fields:
        column = table.column(field)
        if column is None:
            continue
        rivals = [each for each in mapping.rivals_of(column, table.columns) if _differ(table, column, each)]
        if not rivals:
            continue
        names = joined([column.header, *(each.header for each in rivals)])
        message = tr("{names} could each be the {field}.", names=names, field=titles[field].lower())
        others = {each.letter: tr("Take {header}.", header=each.header) for each in rivals}
        suggestion = tr("Take {header}.", header=column.header)
        answer = notes.ask(QUESTION, message, suggestion, scope=column.header, others=others)
        chosen = next((each for each in rivals if each.letter == answer), None)
        if chosen is not None:
            columns[columns.index(column)] = replace(column, field="", sure=0.0)
            columns[columns.index(chosen)] = replace(chosen, field=field, sure=1.0)
    return replace(table, columns=tuple(columns))


def _differ(table: TableCells, column: MappedColumn, rival: MappedColumn) -> bool:
    """Return whether two columns both hold something of a kind, and not the same in every row."""
    by_position = dict(zip((each.position for each in table.columns), table.cells, strict=True))
    ours, theirs = by_position[column.position], by_position[rival.position]
    if not theirs.is_filled.any() or _has_amounts(ours) != _has_amounts(theirs):
        return False
    texts = [cells.of_each(text_of, missing="") for cells in (ours, theirs)]
    return bool(np.not_equal(*texts).any())


def _has_amounts(cells: ColumnCells) -> bool:
    """Return whether any cell reads as an amount."""
    return bool(clean_money(cells).values.notna().any())
