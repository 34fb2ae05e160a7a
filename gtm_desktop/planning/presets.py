"""The rules a new plan starts with, where they depend on the data."""

from dataclasses import replace

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import Level, Settings
from gtm_desktop.tables import accounts as columns

_PARENT_FILLED_OVER = 0.20
_LEVELS = "levels"
"""The code of the import's question which of two columns names the account."""


def new_plan(dataset: Dataset) -> Plan:
    """Return a plan with the preset rules for this dataset.

    Accounts are sized at the parent where that column is filled over 20 % (RULES 1), and by revenue where no margin is
    known at all (PRODUCT R1.3). They are assigned by customer, all sites together, where the list has a bill-to and a
    ship-to and each ship-to was taken for an account: the parent is the bill-to then. A parent that the list names for
    itself may be a whole group of customers; its accounts are assigned one by one unless the planner says otherwise.
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
    if _parents_are_customers(dataset):
        rules = replace(settings.territories, assigned_level=Level.PARENT)
        settings = replace(settings, territories=rules)
    return Plan(dataset.dataset_id, settings)


def _parents_are_customers(dataset: Dataset) -> bool:
    """Tell whether the parents are the list's bill-to numbers: the import's question of levels names that column."""
    questions = (*dataset.questions, *dataset.offers, *(question for question, _ in dataset.answered))
    headers = [each.header for each in dataset.accounts_source.columns if each.field == columns.PARENT_ID]
    asked = [question.message for question in questions if question.code == _LEVELS]
    return any(header in message for header in headers for message in asked)
