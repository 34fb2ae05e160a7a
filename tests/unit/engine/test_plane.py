"""The plane keeps what the search needs: areas, short distances, and the way roads wind."""

import numpy as np
import pytest

from gtm_desktop.engine import plane


def test_the_middle_of_places_on_both_sides_of_the_date_line_lies_on_it():
    lat, lon = plane.middle(np.array([0.0, 0.0]), np.array([179.0, -179.0]))
    assert lat == pytest.approx(0.0)
    assert abs(lon) == pytest.approx(180.0)


def test_a_degree_of_latitude_at_the_middle_is_111_km():
    xy = plane.project_around(np.array([42.0, 43.0]), np.array([-85.0, -85.0]), 42.5, -85.0)
    assert np.linalg.norm(xy[1] - xy[0]) == pytest.approx(111.19, abs=0.01)


def test_the_middle_is_the_origin_and_north_is_up():
    xy = plane.project(np.array([40.0, 40.0, 42.0]), np.array([-86.0, -84.0, -85.0]))
    assert xy[0, 0] < 0 < xy[1, 0]
    assert xy[2, 1] > xy[0, 1]


def test_no_places_give_no_positions():
    assert plane.project(np.zeros(0), np.zeros(0)).shape == (0, 2)


def test_short_trips_wind_more_than_long_ones():
    near, far = plane.road_km(np.array([1.0, 1000.0]), 1.2)
    assert near == pytest.approx(1.2 + 0.22 * np.exp(-1 / 40))
    assert far == pytest.approx(1200.0)


def test_straight_distances_are_those_of_the_plane():
    crow = plane.crow_km(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0]]))
    assert crow.tolist() == [[0.0], [5.0]]
