"""Measure how far each kind of match is off, and how long places and shapes take. Written down in docs/places.md.

    python -m tests.benchmarks.places

With zip2info 1.1.0 installed (pip install zip2info==1.1.0) the points are held against its own, too. The truth that a
match is held against is the point of the account's own ZIP code.
"""

import importlib
import importlib.util
import sys

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.geo.gazetteer import place
from gtm_desktop.geo.place_data import PlaceData, place_data
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.shapes import territory_shapes
from tests.benchmarks.measure import measure_call

LOOKUPS = 100_000
Floats = NDArray[np.float64]
TEXT = pd.StringDtype("python")


def main() -> None:
    """Print the errors in km, then the seconds."""
    data = place_data()
    rows = np.flatnonzero(np.isfinite(data.zip_lat))
    codes = np.flatnonzero(data.zip_row >= 0)
    say(f"{len(codes):,} ZIP codes, {len(rows):,} with a point; {len(data.city_lat):,} cities")
    if importlib.util.find_spec("zip2info"):
        cross_check(data)
    cities = city_errors(data, rows)
    say(f"city: {np.isfinite(cities).mean():.2%} of the ZIP codes' own cities found; {percentiles(cities)}")
    several = shares_its_city(data, rows)
    say(f"city, the {several.mean():.0%} of codes that share their city with others: {percentiles(cities[several])}")
    areas = zip3_errors(data, codes[rows] // 100, rows)
    say(f"zip3, each code left out of its area's median: {percentiles(areas)}")
    time_lookups(data, codes)
    time_shapes(data, rows)


def cross_check(data: PlaceData) -> None:
    """Print how many of an independent list's codes the gazetteer knows, and how far their points are apart."""
    theirs = importlib.import_module("zip2info._data").ZIP_INFO
    code = np.array(list(theirs), dtype=np.int64)
    point = np.array([[entry[1], entry[2]] for entry in theirs.values()], dtype=np.float64)
    row = data.zip_row[code]
    ours = np.where((row >= 0)[:, None], np.column_stack([data.zip_lat[row], data.zip_lon[row]]), np.nan)
    km = great_circle_km(ours[:, 0], ours[:, 1], to_lat=point[:, 0], to_lon=point[:, 1])
    say(f"zip2info: {len(code):,} codes, {np.mean(row >= 0):.2%} of them known here; {percentiles(km)}")


def city_errors(data: PlaceData, rows: NDArray[np.int64]) -> Floats:
    """Return km from each ZIP code to the point of its city; NaN where the city is not found."""
    blank = texts([None] * len(rows))
    city, state = texts(data.zip_city[rows]), texts(data.zip_state[rows])
    found = place(blank, city, state=state, country=blank)
    km = great_circle_km(found.lat, found.lon, to_lat=data.zip_lat[rows], to_lon=data.zip_lon[rows])
    return np.where(found.match == PlaceMatch.CITY, km, np.nan)


def shares_its_city(data: PlaceData, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each ZIP code's city has other codes, too."""
    names = pd.DataFrame({"name": data.zip_city[rows], "of": data.zip_state[rows]})
    several: NDArray[np.bool_] = names.duplicated(keep=False).to_numpy()
    return several


def zip3_errors(data: PlaceData, area: NDArray[np.int64], rows: NDArray[np.int64]) -> Floats:
    """Return km from each ZIP code to the median of the others of its first three digits; NaN where it is alone."""
    km = np.full(len(rows), np.nan)
    for number in np.unique(area):
        members = np.flatnonzero(area == number)
        lat, lon = data.zip_lat[rows[members]], data.zip_lon[rows[members]]
        for position, member in enumerate(members) if len(members) > 1 else ():
            others = np.arange(len(members)) != position
            km[member] = great_circle_km(
                lat[position], lon[position], to_lat=np.median(lat[others]), to_lon=np.median(lon[others])
            )
    return km


def percentiles(km: Floats) -> str:
    """Return the middle and the far end of errors in words."""
    known = km[np.isfinite(km)]
    middle, most, nearly_all = np.percentile(known, [50, 90, 99])
    far = np.mean(known > 50)
    return f"median {middle:.1f} km, 90 % within {most:.1f}, 99 % within {nearly_all:.1f}, over 50 km {far:.2%}"


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def time_lookups(data: PlaceData, codes: NDArray[np.int64]) -> None:
    """Print the seconds of 100,000 lookups by ZIP code and of as many by city."""
    rng = np.random.default_rng(1)
    chosen = rng.choice(codes, LOOKUPS)
    rows = data.zip_row[chosen]
    blank = texts([None] * LOOKUPS)
    postal, city, state = (texts(v) for v in ([f"{c:05d}" for c in chosen], data.zip_city[rows], data.zip_state[rows]))
    say(measure_call("100,000 ZIP codes", lambda: place(postal, city, state=state, country=blank)).line())
    say(measure_call("100,000 cities", lambda: place(blank, city, state=state, country=blank)).line())


def time_shapes(data: PlaceData, rows: NDArray[np.int64]) -> None:
    """Print the seconds of the shapes of three sizes of lists; their accounts lie within 2 km of ZIP codes."""
    rng = np.random.default_rng(2)
    for accounts, territories, states in (
        (2_000, 14, ["MI", "OH", "IN"]),
        (12_000, 14, ["MI", "OH", "IN"]),
        (50_000, 100, None),
    ):
        near = rows if states is None else rows[np.isin(data.zip_state[rows], states)]
        chosen = rng.choice(near, accounts)
        lat = data.zip_lat[chosen] + rng.normal(0, 0.02, accounts)
        lon = data.zip_lon[chosen] + rng.normal(0, 0.02, accounts)
        centres = rng.choice(accounts, territories, replace=False)
        label = np.hypot(lat[:, None] - lat[centres], 0.77 * (lon[:, None] - lon[centres])).argmin(axis=1)
        territory_shapes(lat, lon, label=label)
        name = f"shapes of {accounts:,} accounts in {territories} territories"
        say(measure_call(name, lambda a=lat, b=lon, c=label: territory_shapes(a, b, label=c)).line())


def texts(values: object) -> "pd.Series[str]":
    """Return a text column as the account table has it."""
    return pd.Series(values, dtype=TEXT)


if __name__ == "__main__":
    main()
