"""What is asked of the optimiser, read out of a plan and its data: one value each for territories, reps and inside."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gtm_desktop.planning import inside, reps
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.change_rules import Borders, Scope
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.economics import must_add
from gtm_desktop.planning.inside import InsideGrounds, InsideRequest
from gtm_desktop.planning.loads import customer_columns, is_shared
from gtm_desktop.planning.owners import owner_book
from gtm_desktop.planning.pins import PinMap
from gtm_desktop.planning.plan import Plan, TerritoryAnswer
from gtm_desktop.planning.refusals import refused
from gtm_desktop.planning.reps import RepGrounds, RepRequest
from gtm_desktop.planning.result import Phases
from gtm_desktop.planning.roster import JOINT, pinned_territories, place_accounts
from gtm_desktop.planning.rows import NOWHERE, Ints, numbers, positions, rows_of
from gtm_desktop.planning.scope import parts_of
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.planning.territory.fill import decided_about, may_be_filled
from gtm_desktop.planning.territory.stakes import is_tested
from gtm_desktop.planning.territory_request import (
    KEEP_NOTHING,
    Keep,
    StakeTerms,
    TerritoryDecisions,
    TerritoryGrounds,
    TerritoryRequest,
    TerritoryTerms,
)
from gtm_desktop.planning.territory_totals import visits_a_year
from gtm_desktop.planning.today import Today
from gtm_desktop.planning.zones import part_of_people
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.columns import Column, Columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel, ChannelReason, RosterTable
from gtm_desktop.tables.territories import POTENTIAL

_POTENTIAL_READ = (account_columns.REVENUE, account_columns.WALLET)


def territory_grounds(dataset: Dataset, settings: Settings, found: Phases) -> TerritoryGrounds:
    """Return what the territories of a plan rest on."""
    accounts, today = dataset.accounts, found.today
    terms = _territory_terms(settings)
    rules, division = terms.territories, terms.borders.division
    goes_out = found.channels.by_rule.isin([Channel.OUTSIDE, Channel.JOINT]).to_numpy(dtype=np.bool_)
    placed = np.isfinite(numbers(accounts[account_columns.LAT])) & np.isfinite(numbers(accounts[account_columns.LON]))
    units = dataset.units(rules.units)
    return TerritoryGrounds(
        accounts=dataset.account_columns(*_territory_columns(terms)),
        goes_out=goes_out,
        is_shared=is_shared(found.channels.by_rule),
        may_fill=may_be_filled(accounts, found.channels, rules=rules),
        visits=visits_a_year(found.segmentation.size_tier, settings.call_plan),
        owner=_active_owner(today, found.capacity),
        state=_column(dataset.account_columns(account_columns.STATE)) if (goes_out & ~placed).any() else None,
        unit=None if units is None else units.of_account,
        part=None if division is None else Column(parts_of(dataset, division, today.owner_id)),
        people=dataset.rep_columns(*_people_columns(terms)),
        part_of_people=None if division is None else _column(dataset.rep_columns(part_of_people(division))),
        team=found.capacity.team(Role.OUTSIDE),
        terms=terms,
    )


def territory_request(dataset: Dataset, plan: Plan, found: Phases, *, keep: Keep = KEEP_NOTHING) -> TerritoryRequest:
    """Return what is asked when the territories of a plan are formed; `keep` is what stays of the present ones."""
    accounts, pins, answer = dataset.accounts, plan.pins, plan.accepted.territories
    book, capacity = owner_book(dataset.reps, plan), found.capacity
    holder = np.where(book.of_territory < book.reps, book.of_territory, NOWHERE)
    lower, planned, upper = (
        np.append(each, np.nan)[holder] for each in (capacity.lower, capacity.planned, capacity.upper)
    )
    put, put_into = _put_by_hand(dataset, pins.territory, answer)
    decisions = TerritoryDecisions(
        earlier=answer,
        holder=holder,
        holder_lower=lower,
        holder_planned=planned,
        holder_upper=upper,
        locked=frozenset(pins.locked),
        put=put,
        put_into=put_into,
        given=decided_about(accounts[account_columns.ACCOUNT_ID], pins),
        kept_from=refused(accounts, pins.kept_from, capacity.rep_ids),
        keep=keep,
    )
    return TerritoryRequest(territory_grounds(dataset, plan.settings, found), decisions)


def rep_grounds(dataset: Dataset, plan: Plan, found: Phases) -> RepGrounds | None:
    """Return what the matching of reps rests on; None where no territories are accepted."""
    answer, capacity, settings = plan.accepted.territories, found.capacity, plan.settings
    if answer is None:
        return None
    # What a hand moved and what a scope leaves out is followed at once: it makes no matching out of date.
    by_rule = replace(plan, pins=replace(plan.pins, territory=PinMap()), settings=replace(settings, scope=Scope()))
    placing = place_accounts(dataset, by_rule, found.channels, today=found.today)
    economics, rules = settings.economics, settings.territories
    chosen = capacity.placeable(Role.OUTSIDE)
    lift = economics.outside.assumed_lift
    return RepGrounds(
        territory=placing.territory,
        is_shared=placing.channel == JOINT,
        ids=answer.ids,
        homes=answer.homes,
        centre=answer.centre,
        accounts=dataset.account_columns(*reps.ACCOUNTS_READ, *customer_columns(rules.assigned_level)),
        owner=_among(chosen, len(capacity.rep_ids))[_active_owner(found.today, capacity)],
        codes=tuple(capacity.rep_ids[at] for at in chosen.tolist()),
        people=dataset.rep_columns(*reps.PEOPLE_READ).take(chosen),
        is_fresh=(capacity.is_open | capacity.is_new)[chosen],
        upper=capacity.upper[chosen],
        handoff_loss=economics.handoff_loss,
        review_years=economics.review_years,
        lift=settings.reps.assumed_premium_lift if lift is None else lift,
        home_cost_per_km=settings.reps.home_cost_per_km,
        uses_performance=settings.reps.uses_performance,
        assigned_level=rules.assigned_level,
        site_weight=rules.site_weight,
    )


def rep_request(dataset: Dataset, plan: Plan, found: Phases, *, roster: RosterTable) -> RepRequest | None:
    """Return what is asked when reps are matched; None where no territories are accepted.

    `roster` says where the accounts are now, with all that was moved by hand.
    """
    grounds, accepted, pins = rep_grounds(dataset, plan, found), plan.accepted, plan.pins
    if grounds is None:
        return None
    territory = positions(roster[roster_columns.TERRITORY_ID], grounds.ids)
    shared = is_shared(roster[roster_columns.CHANNEL])
    moved = np.flatnonzero((territory != grounds.territory) | (shared != grounds.is_shared))
    before = {} if accepted.reps is None else dict(accepted.reps.rep_ids)
    decided = {key: before[key] for key in grounds.ids if key in pins.locked and key in before}
    decided |= {key: pins.rep[key].value for key in grounds.ids if key in pins.rep}
    return RepRequest(
        grounds=grounds,
        moved=moved,
        moved_to=territory[moved],
        moved_is_shared=shared[moved],
        decided=tuple(decided.items()),
        kept_from=refused(dataset.accounts, pins.kept_from, grounds.codes),
    )


def inside_grounds(dataset: Dataset, settings: Settings, found: Phases, *, roster: RosterTable) -> InsideGrounds:
    """Return what the inside books of a plan rest on; `roster` says which accounts are inside."""
    capacity, today, rules = found.capacity, found.today, settings.territories
    rows, people = spread_rows(roster, capacity), capacity.placeable(Role.INSIDE)
    owner = _among(people, len(capacity.rep_ids))[_active_owner(today, capacity)]
    names = (*inside.ACCOUNTS_READ, *customer_columns(rules.assigned_level))
    return InsideGrounds(
        number=len(dataset.accounts),
        rows=rows,
        accounts=dataset.account_columns(*names).take(rows),
        durables=found.segmentation.durables_share.to_numpy(dtype=np.float64)[rows],
        owner=owner[rows],
        people=dataset.rep_columns(*inside.PEOPLE_READ).take(people),
        lower=capacity.lower[people],
        upper=capacity.upper[people],
        weights=settings.inside,
        uses_performance=settings.reps.uses_performance,
        uses_seniority=settings.reps.uses_seniority,
        assigned_level=rules.assigned_level,
        site_weight=rules.site_weight,
    )


def inside_request(dataset: Dataset, plan: Plan, found: Phases, *, roster: RosterTable) -> InsideRequest:
    """Return what is asked when the inside accounts of a plan are spread; those set by hand keep their rep."""
    grounds = inside_grounds(dataset, plan.settings, found, roster=roster)
    by_hand = plan.pins.inside_rep
    given = positions(pd.Series([pin.value for pin in by_hand.values()], dtype=object), grounds.codes)
    pinned = rows_of(by_hand, dataset.accounts[account_columns.ACCOUNT_ID])
    everywhere = np.full(grounds.number, NOWHERE, dtype=np.int64)
    known = (given != NOWHERE) & (pinned != NOWHERE)
    everywhere[pinned[known]] = given[known]
    kept_from = refused(dataset.accounts, plan.pins.kept_from, grounds.codes)
    return InsideRequest(grounds, given=everywhere[grounds.rows], kept_from=kept_from[grounds.rows])


def spread_rows(roster: RosterTable, capacity: Capacity) -> Ints:
    """Return the rows of the accounts that are spread: the inside ones.

    Outside the scope only those in the book of an inside rep are, whose room they take; the others stay as today.
    """
    able = [capacity.rep_ids[at] for at in capacity.placeable(Role.INSIDE).tolist()]
    is_inside = roster[roster_columns.CHANNEL] == Channel.INSIDE
    stays = (roster[roster_columns.CHANNEL_REASON] == ChannelReason.OUT_OF_SCOPE) & ~roster[
        roster_columns.OWNER_ID
    ].isin(able)
    return np.flatnonzero((is_inside & ~stays).to_numpy(dtype=np.bool_))


def _territory_terms(settings: Settings) -> TerritoryTerms:
    economics, outside = settings.economics, settings.economics.outside
    return TerritoryTerms(
        territories=_territory_rules(settings.territories),
        call_plan=settings.call_plan,
        lower=outside.lower,
        planned=outside.planned,
        upper=outside.upper,
        handoff_loss=economics.handoff_loss,
        review_years=economics.review_years,
        borders=settings.borders if settings.borders.is_set else Borders(),
        stakes=_stake_terms(settings) if is_tested(settings.territories) else None,
    )


def _territory_rules(rules: TerritoryRules) -> TerritoryRules:
    """Return the rules with what forming territories does not read at its preset: the ramp, and blank targets."""
    preset = TerritoryRules()
    rules = replace(
        rules,
        ramp_share=preset.ramp_share,
        value_target=rules.value_target or None,
        potential_target=rules.potential_target or None,
    )
    if not rules.is_filled:
        rules = replace(rules, fill_metric=preset.fill_metric)
    return rules if is_tested(rules) else replace(rules, acts_on_failing=preset.acts_on_failing)


def _stake_terms(settings: Settings) -> StakeTerms:
    roles = settings.economics
    lift = roles.outside.assumed_lift
    return StakeTerms(
        outside_cost=roles.outside.loaded_cost,
        outside_lift=lift,
        inside_must_add=must_add(roles.inside),
        inside_lift=None if lift is None else roles.inside.assumed_lift,
    )


def _territory_columns(terms: TerritoryTerms) -> tuple[str, ...]:
    rules = terms.territories
    read = [account_columns.LAT, account_columns.LON, account_columns.GROSS_MARGIN]
    if rules.is_filled:
        read += _POTENTIAL_READ if rules.fill_metric == POTENTIAL else [rules.fill_metric]
    if terms.stakes is not None:
        read += _POTENTIAL_READ
    return (*read, *customer_columns(rules.assigned_level))


def _people_columns(terms: TerritoryTerms) -> tuple[str, ...]:
    home = (rep_columns.LAT, rep_columns.LON)
    if terms.stakes is None:
        return home
    return (*home, rep_columns.REP_ID, rep_columns.EMPLOYMENT_SHARE, rep_columns.IS_OPEN)


def _put_by_hand(dataset: Dataset, by_hand: PinMap, answer: TerritoryAnswer | None) -> tuple[Ints, Ints]:
    if answer is None:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    return pinned_territories(dataset.accounts, by_hand, answer)


def _active_owner(today: Today, capacity: Capacity) -> Ints:
    """Return n positions in the roster of who goes on and has the account today; −1 for nobody."""
    return np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE)


def _among(chosen: Ints, number: int) -> Ints:
    """Return by position of a roster of so many the number among the chosen ones; −1 for others, and as the last."""
    place = np.full(number + 1, NOWHERE, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    return place


def _column(columns: Columns) -> Column:
    (only,) = columns.columns.values()
    return only
