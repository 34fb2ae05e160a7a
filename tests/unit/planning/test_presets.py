"""The rules a new plan starts with. RULES 1 (levels)."""

from gtm_desktop.core.findings import Question
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.settings import Level
from gtm_desktop.tables import accounts as columns
from tests.unit.planning.builders import accounts

LEVELS = Question("levels", "The list has both Bill-to # and Ship-to #.", "Take each Ship-to # for an account.")


def assigned(parent_header, *, questions=(), answered=()):
    source = Source("list.xlsx", columns=(SourceColumn(parent_header, "B", columns.PARENT_ID, 1.0, "7", 1.0),))
    table = accounts(parent_id=["7", "7", "8"], gross_margin=[1, 2, 3])
    data = Dataset(table, questions=questions, answered=answered, accounts_source=source)
    return new_plan(data).settings.territories.assigned_level


def test_sites_of_a_bill_to_customer_are_assigned_together():
    assert assigned("Bill-to #", questions=(LEVELS,)) is Level.PARENT
    assert assigned("Bill-to #", answered=((LEVELS, "sites"),)) is Level.PARENT


def test_a_parent_that_the_list_names_for_itself_does_not_bind_its_accounts():
    assert assigned("Parent") is Level.ACCOUNT
    assert assigned("Corporate parent", questions=(LEVELS,)) is Level.ACCOUNT
