"""Which branch and which manager a territory belongs to: its rep's, else those of most of its accounts."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.change_rules import Division
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.owners import OwnerBook
from gtm_desktop.planning.rows import NOWHERE, Ints
from gtm_desktop.planning.scope import parts_of
from gtm_desktop.planning.zones import most_common
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.roster import RosterTable
from gtm_desktop.tables.schema import DTYPES, Kind


def territory_branches(dataset: Dataset, roster: RosterTable, *, territory: Ints, book: OwnerBook) -> "pd.Series[Any]":
    """Return the p branches of territories; missing where neither rep nor account has one.

    Args:
        dataset: accounts and people.
        roster: n accounts with who has them today.
        territory: n territory numbers; −1 for none.
        book: who has each territory.
    """
    return _led(dataset, roster, Division.BRANCH, rep_columns.BRANCH, territory=territory, book=book)


def territory_managers(dataset: Dataset, roster: RosterTable, *, territory: Ints, book: OwnerBook) -> "pd.Series[Any]":
    """Return the p managers of territories; of accounts the manager of who has them today counts.

    Args and missing values as for branches.
    """
    return _led(dataset, roster, Division.MANAGER, rep_columns.MANAGER, territory=territory, book=book)


def _led(
    dataset: Dataset, roster: RosterTable, division: Division, of_rep: str, *, territory: Ints, book: OwnerBook
) -> "pd.Series[Any]":
    own = dataset.reps[of_rep]
    holder = np.where(book.of_territory < book.reps, book.of_territory, NOWHERE)
    names = np.append(own.to_numpy(dtype=object), [None])[holder]
    lacking = np.append(pd.isna(names), False)
    rows = np.flatnonzero(lacking[territory])
    # Most territories have somebody's: the accounts are only asked about the others.
    if len(rows):
        part = parts_of(dataset, division, roster[roster_columns.TODAY_OWNER_ID]).iloc[rows]
        codes, parts = pd.factorize(part, sort=True)
        common = most_common(codes.astype(np.int64), territory[rows], len(names))
        names = np.where(lacking[:-1], np.append(np.asarray(parts, dtype=object), [None])[common], names)
    return pd.Series(pd.array(names, dtype=DTYPES[Kind.TEXT]))
