"""The why card of an account as a view: what planning says, with colours and what can be done."""

import numpy as np
import pandas as pd

from gtm_desktop.core.words import money, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.why import WhyCard, why_card
from gtm_desktop.tables import accounts
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.why_card import WhyAction, WhyCardView, WhyLine
from gtm_desktop.workspace.workspace import Workspace

FREE_CHANNEL = "free_channel"
FREE_TERRITORY = "free_territory"
FREE_INSIDE_REP = "free_inside_rep"
ALLOW_AGAIN = "allow_again"


def account_why(workspace: Workspace, account_id: str) -> WhyCardView | None:
    """Return the why card of an account, or None if there is no such account or no result yet."""
    result = workspace.result
    found = np.flatnonzero((workspace.dataset.accounts[accounts.ACCOUNT_ID] == account_id).to_numpy())
    if result is None or not len(found):
        return None
    row = int(found[0])
    card = why_card(workspace.dataset, workspace.plan, result, row)
    margin = workspace.dataset.accounts[accounts.GROSS_MARGIN].iloc[row]
    worth = tr("margin unknown") if pd.isna(margin) else tr("{margin} a year", margin=money(int(margin)))
    channel = str(result.roster[roster_columns.CHANNEL].iloc[row])
    segment = str(result.segmentation.segment.iloc[row])
    return WhyCardView(
        subject_id=account_id,
        title=card.name,
        subtitle=" · ".join(part for part in (account_id, card.place, worth) if part),
        tags=((segment, theme().hex("accent")), (labels.channel(channel), theme().channel(channel).name())),
        lines=_lines(card),
        actions=_actions(workspace, account_id),
    )


def _lines(card: WhyCard) -> tuple[WhyLine, ...]:
    return tuple(
        WhyLine(line.question, line.outcome, line.because, line.distance, line.decided_by) for line in card.lines
    )


def _actions(workspace: Workspace, account_id: str) -> tuple[WhyAction, ...]:
    pins = workspace.plan.pins
    offers = (
        (account_id in pins.channel, WhyAction(FREE_CHANNEL, tr("Follow the channel lines again"))),
        (account_id in pins.territory, WhyAction(FREE_TERRITORY, tr("Follow the territory plan again"))),
        (account_id in pins.inside_rep, WhyAction(FREE_INSIDE_REP, tr("Follow the inside plan again"))),
        (account_id in pins.kept_from, WhyAction(ALLOW_AGAIN, tr("Let it go to any rep again"))),
    )
    return tuple(action for is_pinned, action in offers if is_pinned)
