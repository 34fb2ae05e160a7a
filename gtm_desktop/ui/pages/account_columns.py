"""Columns about accounts that more than one page shows, cheap for tens of thousands of rows."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.core.words import tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, number_column, text_column

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AccountColumns:
    """What stays the same while the plan changes: each account's id, name and margin. Build it once a dataset."""

    ids: NDArray[np.object_]
    name: TableColumn
    margin: TableColumn


def account_columns(dataset: Dataset) -> AccountColumns:
    """Build the columns that depend on the data alone; an account without a name shows its id."""
    accounts = dataset.accounts
    ids = accounts[columns.ACCOUNT_ID]
    named = accounts[columns.NAME].where(accounts[columns.NAME].notna(), ids)
    margin = accounts[columns.GROSS_MARGIN]
    return AccountColumns(
        ids.to_numpy(dtype=object),
        text_column(columns.ACCOUNT_ID, tr("Account"), named),
        number_column(columns.GROSS_MARGIN, tr("Margin"), CellKind.MONEY, margin, tip=tr("Gross margin a year")),
    )


def picked(column: TableColumn, rows: Rows) -> TableColumn:
    """Return the column with these rows of it only."""
    return replace(column, values=column.values[rows])


def channel_column(key: str, title: str, codes: "pd.Series[Any]", *, tip: str = "") -> TableColumn:
    """Make a column of channel tags from channel codes; a missing channel stays empty."""
    names = {code: labels.channel(code) for code in Channel.ALL}
    colours = {names[code]: design_tokens().channel[code] for code in Channel.ALL}
    return text_column(key, title, codes.map(names), kind=CellKind.TAG, colours=colours, tip=tip)


def channel_choices() -> tuple[tuple[str, str], ...]:
    """Return the channels a planner may set: code and name. Joint needs a second owner, which nobody can give yet."""
    return tuple((code, labels.channel(code)) for code in Channel.ALL if code != Channel.JOINT)
