"""Territory instances from files, in the two formats that the solver benchmark reads, and made-up ones."""

import csv
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gtm_desktop.engine.problem import NONE, Problem, Terms
from gtm_desktop.geo.place_data import place_data

_TOWNS = re.compile(r"us(\d+)_(\d+)")
_TOWN_COLUMNS = ("x_km", "y_km", "sales")
_USUAL_LIMITS = (80, 140)
_SMALL_LIMITS = (8, 15)
_SMALL_TERRITORY = 25
_KM_A_DEGREE = 111.2
_BAND_WEIGHT = 0.6


@dataclass(frozen=True)
class Case:
    """An instance: a name, and a problem whose objective is Σ distance from each account to its centre."""

    name: str
    problem: Problem


def read_case(path: Path) -> Case:
    """Read a capacitated p-median file (first line ``n p``) or a file of towns (``us<n>_<p>.csv``).

    Raises:
        ValueError: in neither format; says what is wrong.
        OSError: cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    towns = _TOWNS.search(path.stem)
    first = text.split("\n", 1)[0]
    if set(_TOWN_COLUMNS) <= {name.strip() for name in first.split(",")}:
        if towns is None:
            raise ValueError("the name must say accounts and territories, such as us1000_10.csv")
        return _towns(path, text, territories=int(towns[2]))
    return _median_case(path, text)


def made_towns(accounts: int, territories: int, *, seed: int = 1) -> Case:
    """Scatter accounts over the towns of the United States that come with the program, log-normal sales."""
    towns = place_data()
    lat, lon = towns.city_lat, towns.city_lon
    in_48_states = (lat > 24.5) & (lat < 49.5) & (lon > -125) & (lon < -66)
    lat, lon = lat[in_48_states], lon[in_48_states]
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(lat), size=accounts)
    lat, lon = (each[drawn] + rng.normal(0.0, 0.05, accounts) for each in (lat, lon))
    east = (lon - lon.mean()) * np.cos(np.radians(lat)) * _KM_A_DEGREE
    plane = np.column_stack([east, (lat - lat.mean()) * _KM_A_DEGREE])
    lower, upper = _limits(accounts, territories)
    problem = _problem(plane, territories, lower=lower, upper=upper, value=rng.lognormal(10.5, 1.2, accounts))
    return Case(f"towns{accounts}_{territories}", problem)


def with_band(case: Case, *, travel: float) -> Case:
    """Return the case with a value band, in which a territory off by its mean value costs 0.6 of its mean travel.

    Args:
        case: any case.
        travel: Σ distance of a plan without the band.
    """
    price = _BAND_WEIGHT * travel / max(float(case.problem.value.sum()), 1e-9)
    return Case(case.name + "+band", replace(case.problem, terms=Terms(band_price=price)))


def _towns(path: Path, text: str, *, territories: int) -> Case:
    rows = list(csv.DictReader(text.splitlines(), skipinitialspace=True))
    x, y, sales = (np.array([float(row[name]) for row in rows]) for name in _TOWN_COLUMNS)
    lower, upper = _limits(len(rows), territories)
    return Case(path.stem, _problem(np.column_stack([x, y]), territories, lower=lower, upper=upper, value=sales))


def _limits(accounts: int, territories: int) -> tuple[int, int]:
    return _SMALL_LIMITS if accounts < _SMALL_TERRITORY * territories else _USUAL_LIMITS


def _median_case(path: Path, text: str) -> Case:
    figures = np.array(text.split(), dtype=np.float64)
    accounts, territories = int(figures[0]), int(figures[1])
    table = figures[2:].reshape(-1, 4)
    if len(table) != accounts:
        raise ValueError(f"the first line says {accounts} nodes; there are {len(table)}")
    bears, demand = table[:, 2].astype(np.int64), table[:, 3].astype(np.int64)
    problem = _problem(table[:, :2], territories, lower=0, upper=int(bears.max()), value=np.ones(accounts))
    room_at = None if (bears == bears[0]).all() else bears
    return Case(path.stem, replace(problem, weight=demand, room_at=room_at))


def _problem(plane: np.ndarray, territories: int, *, lower: int, upper: int, value: np.ndarray) -> Problem:
    """Return a problem in which a kilometre, or a unit of the plane, costs 1."""
    accounts = len(plane)
    nowhere = np.zeros(accounts)
    nobody = np.full(accounts, NONE, dtype=np.int64)
    blank = np.full(territories, np.nan)
    return Problem(
        lat=nowhere, lon=nowhere, visits=np.ones(accounts), value=value, handoff_loss=nowhere, incumbent=nobody,
        locked=nobody, lower=np.full(territories, lower), upper=np.full(territories, upper), start_lat=blank,
        start_lon=blank, cost_per_km=0.5, stops_per_trip=1.0, plane=plane,
    )  # fmt: skip
