"""What needs a look where the sites of a customer go together: those out of reach, customers too large to go whole."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, decimal, joined, ntr, tr
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import customers, is_shared, loads, places
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.planning.rows import NOWHERE, Ints, numbers, positions
from gtm_desktop.planning.settings import Level
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns

_MOST_NAMED = 5


def check_sites(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name what keeping customers whole cannot do; nothing where each account is assigned by itself. RULES 1."""
    territories = result.territories
    if plan.settings.territories.assigned_level is not Level.PARENT or not len(territories):
        return
    customer = customers(dataset.accounts, Level.PARENT)
    territory = positions(result.roster[roster_columns.TERRITORY_ID], territories[columns.TERRITORY_ID].tolist())
    yield from _too_large(dataset, plan, result, customer=customer, territory=territory)
    yield from _out_of_reach(dataset, plan, result, customer=customer, territory=territory)


def _too_large(
    dataset: Dataset, plan: Plan, result: PlanResult, *, customer: Ints, territory: Ints
) -> Iterator[PlanProblem]:
    whole = np.where(territory == NOWHERE, NOWHERE, customer)
    anywhere = np.where(territory == NOWHERE, NOWHERE, 0)
    shared = is_shared(result.roster[roster_columns.CHANNEL])
    units = loads(dataset.accounts, anywhere, shared=shared, rules=plan.settings.territories)
    taken = places(units, whole, int(customer.max(initial=-1)) + 1)
    most = float(numbers(result.territories[columns.UPPER_BY_PERSON]).max(initial=0.0))
    for number in np.flatnonzero(taken > most).tolist():
        rows = np.flatnonzero(whole == number)
        text = tr(
            "{customer} counts as {places} accounts with its {sites} sites; the largest territory holds {most}. Its "
            "sites were placed one by one.",
            customer=_customer(dataset, rows),
            places=decimal(taken[number], 2),
            sites=count(len(rows)),
            most=count(most),
        )
        yield PlanProblem("customer_too_large", text, Stage.TERRITORIES, _subject(dataset, rows))


def _out_of_reach(
    dataset: Dataset, plan: Plan, result: PlanResult, *, customer: Ints, territory: Ints
) -> Iterator[PlanProblem]:
    """Name sites that came along with their customer and lie farther out than anything would be filled from."""
    accounts, territories = dataset.accounts, result.territories
    lat, lon = (np.append(numbers(territories[name]), np.nan)[territory] for name in (columns.LAT, columns.LON))
    own = numbers(accounts[account_columns.LAT]), numbers(accounts[account_columns.LON])
    km = np.nan_to_num(great_circle_km(*own, to_lat=lat, to_lon=lon))
    pairs = pd.DataFrame({0: customer, 1: territory})
    has_others = (pairs.groupby([0, 1])[0].transform("size") > 1).to_numpy() & (territory != NOWHERE)
    reach = plan.settings.territories.reach_km
    far = pd.Series(np.flatnonzero(has_others & (km > reach)))
    groups = [rows.to_numpy() for _, rows in far.groupby([customer[far], territory[far]], sort=True)]
    groups.sort(key=lambda rows: -float(km[rows].max()))
    names = territories[columns.NAME].tolist()
    for rows in groups[:_MOST_NAMED]:
        rows = rows[np.argsort(-km[rows], kind="stable")]
        text = tr(
            "{customer} stays whole in {territory}, but {sites} from its centre, beyond the reach of {reach} km.",
            customer=_customer(dataset, rows),
            territory=names[int(territory[rows[0]])],
            sites=_sites(dataset, rows, km),
            reach=count(reach),
        )
        yield PlanProblem("site_out_of_reach", text, Stage.TERRITORIES, _subject(dataset, rows))
    rest = len(groups) - _MOST_NAMED
    if rest > 0:
        text = ntr(
            "{n} more customer has sites out of reach of its territory's centre.",
            "{n} more customers have sites out of reach of their territory's centre.",
            rest,
        )
        yield PlanProblem("site_out_of_reach", text, Stage.TERRITORIES)


def _sites(dataset: Dataset, rows: Ints, km: np.ndarray) -> str:
    named = [tr("{site} is {km} km", site=_name(dataset, row), km=count(km[row])) for row in rows.tolist()]
    if len(named) > _MOST_NAMED:
        return tr("{sites} …", sites=", ".join(named[:_MOST_NAMED]))
    return joined(named)


def _name(dataset: Dataset, row: int) -> str:
    account = dataset.accounts.iloc[row]
    place, name = account[account_columns.CITY], account[account_columns.NAME]
    known = next((str(each) for each in (name, place) if not pd.isna(each)), "")
    key = str(account[account_columns.ACCOUNT_ID])
    return tr("{site} ({id})", site=known, id=key) if known else key


def _customer(dataset: Dataset, rows: Ints) -> str:
    account = dataset.accounts.iloc[int(rows[0])]
    parts = (account[account_columns.PARENT_NAME], account[account_columns.PARENT_ID])
    return next((str(each) for each in parts if not pd.isna(each)), _name(dataset, int(rows[0])))


def _subject(dataset: Dataset, rows: Ints) -> str:
    parent = dataset.accounts[account_columns.PARENT_ID].iloc[int(rows[0])]
    return str(dataset.accounts[account_columns.ACCOUNT_ID].iloc[int(rows[0])]) if pd.isna(parent) else str(parent)
