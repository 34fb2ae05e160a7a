import json
from dataclasses import asdict

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from gtm_desktop.geo.basemap import Extent, base_map, city_labels, extent_of
from gtm_desktop.geo.boundaries import Layer, county_names, land_of, layer, state_shapes

GREAT_LAKES = Extent(-90.5, 37.7, -80.5, 47.5)


@pytest.mark.parametrize(
    ("where", "lon", "lat"),
    [
        ("Lake Michigan", -87.0, 43.5),
        ("Lake Superior", -87.5, 47.8),
        ("Lake Huron", -82.3, 44.5),
        ("Lake Erie", -81.2, 42.2),
        ("Lake Ontario", -77.8, 43.6),
        ("Lake St. Clair", -82.7, 42.45),
    ],
)
def test_the_great_lakes_are_water_on_the_base_map(where, lon, lat):
    drawn = base_map(Extent(-93.0, 41.0, -75.0, 49.0))
    assert not shapely.contains_xy(shape(drawn.land), lon, lat)
    assert not shapely.contains_xy(shape(drawn.neighbours), lon, lat)


@pytest.mark.parametrize(("lon", "lat"), [(-83.74, 42.28), (-82.99, 39.96), (-86.15, 39.77), (-87.65, 46.5)])
def test_cities_lie_on_land(lon, lat):
    assert shapely.contains_xy(land_of("US"), lon, lat)


def test_a_neighbouring_country_is_land_of_its_own():
    assert shapely.contains_xy(land_of("CA"), -81.25, 42.98)
    assert shapely.intersection(land_of("CA"), land_of("US")).area < 1e-3


def test_three_states_make_a_small_page():
    assert len(json.dumps(asdict(base_map(GREAT_LAKES)), separators=(",", ":"))) < 600_000


def test_the_base_map_reaches_beyond_its_extent_so_that_there_is_room_to_pan():
    west, south, east, north = shape(base_map(GREAT_LAKES).land).bounds
    assert west < GREAT_LAKES.west
    assert south < GREAT_LAKES.south
    assert east > GREAT_LAKES.east
    assert north > GREAT_LAKES.north - 1


def test_county_lines_are_left_out_of_the_whole_country():
    assert not base_map(Extent(-125.0, 24.0, -66.5, 49.5)).county_lines["coordinates"]


def test_an_extent_at_sea_gives_an_empty_base_map():
    sea = base_map(Extent(-60.0, 35.0, -59.0, 36.0))
    assert not sea.land["coordinates"]
    assert not sea.state_lines["coordinates"]
    assert sea.labels == ()


def test_the_larger_city_is_named_first_and_the_smaller_waits_for_room():
    labels = {label.name: label for label in city_labels(Extent(-84.5, 41.5, -82.5, 43.0))}
    assert next(iter(labels)) == "Detroit"
    assert labels["Detroit"].min_zoom < labels["Ann Arbor"].min_zoom < labels["Dearborn"].min_zoom


def test_the_extent_surrounds_the_points_and_missing_ones_do_not_count():
    assert extent_of([41.0, 43.0, np.nan], [-84.0, -82.0, 0.0]) == Extent(-84.0, 41.0, -82.0, 43.0)


def test_one_point_still_has_an_extent_half_a_degree_wide():
    assert extent_of([42.0], [-83.0]) == Extent(-83.25, 41.75, -82.75, 42.25)


def test_no_point_gives_the_whole_country():
    assert extent_of([], []) == Extent(-125.0, 24.0, -66.5, 49.5)


@pytest.mark.parametrize("name", [Layer.STATES, Layer.COUNTIES])
def test_states_and_counties_are_valid_and_do_not_overlap(name):
    shapes = layer(name)
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(shapely.area(shapes).sum(), rel=1e-4)


def test_every_county_has_its_code_and_name():
    names = dict(county_names())
    assert len(names) == len(layer(Layer.COUNTIES)) > 3_200
    assert names["26161"] == "Washtenaw"


def test_every_state_has_its_shape():
    assert shapely.contains_xy(state_shapes()["MI"], -84.55, 42.73)
    assert len(state_shapes()) == 56
