"""Amounts times an exact factor: a typed rate, or twelve months over the months covered. Rounded to the cent once."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import Booleans
from gtm_desktop.workbook.cleaning.clean import LARGEST_AMOUNT, Cleaned

_HALF = Fraction(1, 2)


def scaled(cleaned: Cleaned, where: Booleans, factor: Fraction) -> Cleaned:
    """Return a money column with the amounts of some rows multiplied, each from what its cell says, not from its cents.

    Half a cent goes up, away from zero. What becomes larger than any account is missing.

    Args:
        cleaned: n amounts.
        where: which rows.
        factor: over 0.
    """
    unrounded = cleaned.unrounded.copy()
    rows = np.flatnonzero(where & ~np.isnan(unrounded))
    if not len(rows):
        return cleaned
    amounts, inverse = np.unique(unrounded[rows], return_inverse=True)
    exact = [Fraction(Decimal(repr(amount))) * factor for amount in amounts.tolist()]
    is_large = np.array([abs(amount) > LARGEST_AMOUNT for amount in exact], dtype=bool)[inverse]
    cents = np.array([0 if abs(amount) > LARGEST_AMOUNT else _cents(amount) for amount in exact], dtype=np.int64)
    values = cleaned.values.copy()
    values.iloc[rows] = pd.array(cents[inverse], dtype=DTYPES[Kind.MONEY])
    values.iloc[rows[is_large]] = pd.NA
    unrounded[rows] = np.where(is_large, np.nan, np.array([float(amount) for amount in exact])[inverse])
    too_large = cleaned.too_large.copy()
    too_large[rows[is_large]] = True
    return replace(cleaned, values=values, unrounded=unrounded, too_large=too_large)


def _cents(amount: Fraction) -> int:
    whole = int(abs(amount) * 100 + _HALF)
    return -whole if amount < 0 else whole
