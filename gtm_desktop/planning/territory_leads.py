"""Which branch and which manager a territory belongs to: its rep's, else those of most of its accounts."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.change_rules import Division
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.owners import OwnerBook
from gtm_desktop.planning.rows import NOWHERE, Ints, positions
from gtm_desktop.planning.scope import parts_of
from gtm_desktop.planning.zones import most_common
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.roster import RosterTable
from gtm_desktop.tables.schema import text_of_codes


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
    part = parts_of(dataset, division, roster[roster_columns.TODAY_OWNER_ID])
    own = dataset.reps[of_rep]
    names = tuple(sorted({*map(str, part.dropna()), *map(str, own.dropna())}))
    common = most_common(positions(part, names), territory, len(book.territory_ids))
    holder = np.where(book.of_territory < book.reps, book.of_territory, NOWHERE)
    of_holder = np.append(positions(own, names), NOWHERE)[holder]
    return text_of_codes(np.where(of_holder == NOWHERE, common, of_holder), names)
