"""The rules a new plan starts with, where they depend on the data."""

from dataclasses import replace

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import Level, Settings
from gtm_desktop.tables import accounts as columns

_PARENT_FILLED_OVER = 0.20


def new_plan(dataset: Dataset) -> Plan:
    """Return a plan with the preset rules for this dataset.

    Accounts are sized at the parent where that column is filled over 20 % (RULES 1), and by revenue where no margin is
    known at all (PRODUCT R1.3).
    """
    settings = Settings()
    accounts = dataset.accounts
    if len(accounts):
        size = settings.size
        if float(accounts[columns.PARENT_ID].notna().mean()) > _PARENT_FILLED_OVER:
            size = replace(size, level=Level.PARENT)
        if bool(accounts[columns.GROSS_MARGIN].isna().all()) and bool(accounts[columns.REVENUE].notna().any()):
            size = replace(size, metric=columns.REVENUE)
        settings = replace(settings, size=size)
    return Plan(dataset.dataset_id, settings)
