import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm_desktop.geo.distance import (
    Plane,
    drive_minutes,
    great_circle_km,
    plane_round,
    road_km,
    rounded_minutes,
    to_plane,
)


def test_a_degree_of_a_great_circle_is_111_km():
    assert great_circle_km(40.0, -83.0, to_lat=41.0, to_lon=-83.0) == pytest.approx(111.195, abs=0.001)


def test_distance_crosses_the_180th_meridian_the_short_way():
    assert great_circle_km(0.0, 179.5, to_lat=0.0, to_lon=-179.5) == pytest.approx(111.195, abs=0.001)


def test_distances_broadcast_and_a_missing_point_has_none():
    km = great_circle_km(np.array([[41.0], [np.nan]]), np.array([[-83.0], [-83.0]]), to_lat=[41.0, 42.0], to_lon=-83.0)
    assert km.shape == (2, 2)
    assert km[0, 0] == 0
    assert np.isnan(km[1]).all()


def test_short_trips_detour_more_than_long_ones():
    assert road_km([0.0, 1.0, 400.0]) == pytest.approx([0.0, 1.4146, 480.004], abs=0.001)


def test_the_road_factor_of_a_country_replaces_that_of_the_united_states():
    assert road_km(400.0, road_factor=1.30) == pytest.approx(520.004, abs=0.001)


def test_the_first_8_km_go_at_40_the_next_32_at_75_and_the_rest_at_105():
    assert drive_minutes([0.0, 8.0, 40.0, 145.0]) == pytest.approx([0.0, 12.0, 37.6, 97.6])


def test_minutes_are_rounded_to_five_and_a_half_step_goes_up():
    assert rounded_minutes([0.0, 2.4, 2.5, 37.6]).tolist() == [0, 0, 5, 40]


@given(st.floats(25, 60), st.floats(-130, -60), st.floats(-8, 8), st.floats(-15, 15))
def test_the_plane_leads_back_to_where_it_came_from(lat, lon, north, east):
    plane = Plane(lat, lon)
    back_lat, back_lon = plane.inverse(*plane.forward(lat + north, lon + east))
    assert back_lat == pytest.approx(lat + north, abs=1e-9)
    assert back_lon == pytest.approx(lon + east, abs=1e-9)


def test_the_plane_keeps_areas():
    plane = Plane(42.0, -84.0)
    lon, lat = np.meshgrid([-88.0, -87.0], [46.0, 46.1])
    x, y = plane.forward(lat, lon)
    area = 0.5 * abs((x[1, 1] - x[0, 0]) * (y[1, 0] - y[0, 1]) - (x[1, 0] - x[0, 1]) * (y[1, 1] - y[0, 0]))
    on_sphere = 6371.0088**2 * np.radians(1.0) * (np.sin(np.radians(46.1)) - np.sin(np.radians(46.0)))
    assert area == pytest.approx(on_sphere, rel=1e-3)


def test_the_plane_lies_round_the_points_and_missing_ones_do_not_count():
    x, y = to_plane([41.0, 43.0, np.nan], [-84.0, -84.0, -84.0])
    assert x[:2] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert y[:2] == pytest.approx([-111.19, 111.19], abs=0.05)
    assert np.isnan(x[2])


def test_no_point_at_all_gives_the_middle_of_the_country():
    assert plane_round([], []) == Plane(39.8, -98.6)
