"""What the money of single accounts says about them: they lose money, or buy more than they are said to spend."""

import numpy as np

from gtm_desktop.core.words import money, ntr, tr
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE, WALLET, AccountTable
from gtm_desktop.workbook.cleaning.cells import Integers
from gtm_desktop.workbook.notes import Notes


def tell_odd_money(accounts: AccountTable, rows: Integers, notes: Notes) -> None:
    """List accounts that lose money and accounts that pass their estimated yearly spend.

    Args:
        accounts: n accounts.
        rows: the row of each in the workbook.
        notes: takes the findings.

    Source: RULES 1 (loses money: price or cost; share of wallet over 100 % is unknown and listed).
    """
    margin = accounts[GROSS_MARGIN]
    loses = (margin < 0).fillna(value=False).to_numpy(dtype=np.bool_)
    if loses.any():
        message = ntr(
            "{n} account loses money, {amount} in all: price or cost.",
            "{n} accounts lose money, {amount} in all: price or cost.",
            int(loses.sum()),
            amount=money(int(margin[loses].sum())),
        )
        remedy = tr("Kept. Look at their prices and costs before deciding how they are covered.")
        notes.note("loses_money", message, remedy, rows=rows[loses])
    revenue, wallet = accounts[REVENUE], accounts[WALLET]
    passes = ((revenue > wallet) & (wallet > 0)).fillna(value=False).to_numpy(dtype=np.bool_)
    if passes.any():
        message = ntr(
            "{n} account buys for more than its estimated yearly spend, {amount} of revenue.",
            "{n} accounts buy for more than their estimated yearly spend, {amount} of revenue.",
            int(passes.sum()),
            amount=money(int(revenue[passes].sum())),
        )
        remedy = tr("Their share of wallet is unknown. Correct the estimate if there is a better one.")
        notes.warn("wallet_exceeded", message, remedy, rows=rows[passes])
