"""What the stages of an evaluation read, taken out of a plan and its data: one value each."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning import capacity, measures, today
from gtm_desktop.planning.capacity import CapacityInput
from gtm_desktop.planning.channels import ChannelInput
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import PinMap
from gtm_desktop.planning.result import Segmentation
from gtm_desktop.planning.rows import NOWHERE, rows_of
from gtm_desktop.planning.segments import SegmentInput
from gtm_desktop.planning.settings import CellRule, GridRules, Settings
from gtm_desktop.planning.today import TodayInput
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Column
from gtm_desktop.tables.reps import Role


def today_input(dataset: Dataset, settings: Settings) -> TodayInput:
    """Return what today's coverage is read from."""
    return TodayInput(
        accounts=dataset.account_columns(*today.ACCOUNTS_READ),
        people=dataset.rep_columns(*today.PEOPLE_READ),
        plan_year_start=settings.plan_year_start,
    )


def capacity_input(dataset: Dataset, settings: Settings) -> CapacityInput:
    """Return what the capacities of people are worked out from."""
    economics = settings.economics
    roles = {
        Role.OUTSIDE: economics.outside,
        Role.INSIDE: economics.inside,
        Role.KEY_ACCOUNT: economics.key_account,
    }
    return CapacityInput(
        people=dataset.rep_columns(*capacity.PEOPLE_READ),
        plan_year_start=settings.plan_year_start,
        ramp_share=settings.territories.ramp_share,
        roles={role.value: replace(each, assumed_lift=None) for role, each in roles.items()},
    )


def segment_input(dataset: Dataset, settings: Settings) -> SegmentInput:
    """Return what segments are worked out from."""
    size = settings.size
    read = (*measures.SEGMENTS_READ, *measures.size_columns(size.metric, size.level, size.year))
    return SegmentInput(
        accounts=dataset.account_columns(*read),
        size=size,
        wallet=settings.wallet,
        mix=settings.mix,
        grid=named_cells(settings.grid),
    )


def named_cells(grid: GridRules) -> GridRules:
    """Return a grid with what is read of its cells for segments: their names."""
    named = {key: CellRule(name=cell.name) for key, cell in grid.cells.items() if cell.name is not None}
    return replace(grid, cells=named)


def channel_input(
    dataset: Dataset,
    settings: Settings,
    by_hand: PinMap,
    *,
    segmentation: Segmentation,
    today_channel: "pd.Series[Any]",
) -> ChannelInput:
    """Return what channels by rule are worked out from; `by_hand` are the channels decided for single accounts."""
    size = segmentation.size_value
    if settings.channels.leave_out_web_and_counter:
        rules = settings.size
        size = measures.size_values(
            dataset.accounts, rules.metric, level=rules.level, year=rules.year, leaves_out_web_and_counter=True
        )
    rows = rows_of(by_hand, dataset.accounts[columns.ACCOUNT_ID])
    known = rows != NOWHERE
    codes = np.array([pin.value for pin in by_hand.values()], dtype=object)
    return ChannelInput(
        measured=Column(size),
        row=Column(segmentation.row),
        column=Column(segmentation.column),
        today_channel=Column(today_channel),
        rules=replace(settings.channels, leave_out_web_and_counter=False),
        cells={key: cell.channel for key, cell in settings.grid.cells.items() if cell.channel is not None},
        by_hand=rows[known],
        by_hand_channel=tuple(codes[known].tolist()),
    )
