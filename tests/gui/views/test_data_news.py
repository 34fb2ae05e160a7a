"""What the Data page says of newer data."""

from functools import partial

import pytest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.newcomers import Proposal
from gtm_desktop.project.state import new_project
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.data import news
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.evaluator import Request
from gtm_desktop.workspace.new_data import carried_scenarios, put_newer
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, accounts
from tests.unit.workspace.builders import NoRecords


class _Idle:
    """An evaluator that never answers."""

    def ask(self, request: Request) -> None:
        pass


def _list(ids, margins, reps=None):
    return Dataset(
        accounts(
            **{
                columns.ACCOUNT_ID: ids,
                columns.NAME: [f"Name {each[-1]}" for each in ids],
                columns.POSTAL_CODE: ["48104"] * len(ids),
                columns.GROSS_MARGIN: margins,
                columns.OUTSIDE_REP: reps or [None] * len(ids),
                columns.SOURCE_ROW: list(range(2, len(ids) + 2)),
            }
        )
    )


@pytest.fixture
def workspace():
    made = Workspace(_Idle(), NoRecords())
    made.open(new_project(_list(["A", "B", "C"], [OUTSIDE_MARGIN] * 3, ["R1", None, None]), scenario="Plan"), None)
    made.apply(decisions.pin_channel(["A", "B"], Channel.OUTSIDE, reason="they asked for it"))
    return made


def _news(workspace, data):
    workspace.put_data(carried_scenarios(workspace.project, data), partial(put_newer, file="list.xlsx"))
    return news.news_of(workspace.project, news.data_step(workspace.project))


def test_decisions_that_followed_a_new_id_are_not_said_to_be_kept_against_the_rules(workspace):
    told = _news(
        workspace, _list(["X-A", "B", "C"], [OUTSIDE_MARGIN, OUTSIDE_MARGIN, INSIDE_MARGIN], ["R2", None, None])
    )
    assert told.held == ("C",)
    shown = {each.key: each.number for each in news.findings_of_news(told, ())}
    assert shown == {news.RENUMBERED: "1", news.MARGIN: "1", news.REPS: "1", news.HELD: "1"}


def test_rows_show_what_stood_there_before(workspace):
    data = _list(["X-A", "B", "C"], [OUTSIDE_MARGIN, OUTSIDE_MARGIN, INSIDE_MARGIN], ["R2", None, None])
    told = _news(workspace, data)
    for key, cells in ((news.RENUMBERED, ("A",)), (news.MARGIN, ("$30,000",)), (news.REPS, ("R1",))):
        assert news.rows_of_news(key, told, (), data, {}).cells == cells


def test_decisions_about_accounts_that_went_are_listed(workspace):
    data = _list(["B", "C"], [OUTSIDE_MARGIN] * 2)
    told = _news(workspace, data)
    assert told.vanished == ("A",)
    assert news.rows_of_news(news.VANISHED, told, (), data, {}).ids == ("A",)


def test_a_proposal_names_segment_channel_owner_and_how_it_was_found(workspace):
    proposal = Proposal("B", "A2", Channel.OUTSIDE, "T01", "", by_postal_code=True)
    rows = news.rows_of_news(news.PROPOSED, None, (proposal,), workspace.dataset, {"T01": "Toledo"})
    assert rows.cells == ("A2 · Outside → Toledo · same postal code",)


def test_the_first_data_of_a_project_is_no_news(workspace):
    assert news.data_step(workspace.project) is None
    assert news.findings_of_news(None, ()) == ()
