"""Latitudes and longitudes as they are written, and put right."""

import numpy as np
import pytest

from gtm_desktop.workbook.cleaning.coordinates import degrees_of, mended


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        (42.28, 42.28),
        ("42.28", 42.28),
        ("42,2808", 42.2808),
        ("83.74 W", -83.74),
        ("W83.74", -83.74),
        ("-83.74", -83.74),
        ("\u221283.74", -83.74),
        ("42°16'48\"N", 42.28),
        ("83° 44' 24\" W", -83.74),
        ("42 16 48 N", 42.28),
        ("83°44.4'W", -83.74),
    ],
)
def test_degrees_are_read_as_they_are_written(cell, degrees):
    assert degrees_of(cell) == pytest.approx(degrees)


@pytest.mark.parametrize("cell", ["", "north", "42°75'N", "1,234.5", True, None, float("inf")])
def test_what_is_no_degree_is_none(cell):
    assert np.isnan(degrees_of(cell))


@pytest.mark.parametrize("given", [(-83.7, 42.3), (42.3, 83.7), (83.7, 42.3)])
def test_a_point_that_can_only_be_meant_there_is_put_right(given):
    found = mended(np.array([given[0]]), np.array([given[1]]), np.array([True]))
    assert (found.lat[0], found.lon[0], found.is_mended[0]) == (42.3, -83.7, True)


def test_a_point_of_a_row_that_may_lie_elsewhere_is_left_alone():
    found = mended(np.array([48.8, 0.0]), np.array([2.3, 0.0]), np.array([False, False]))
    assert found.lat[0] == 48.8
    assert found.is_unusable.tolist() == [False, True]
    assert not found.is_mended.any()


def test_a_point_that_fits_in_no_way_is_unusable():
    found = mended(np.array([1.0]), np.array([1.0]), np.array([True]))
    assert np.isnan(found.lat[0])
    assert found.is_unusable[0]


def test_a_point_of_a_list_without_countries_is_put_right_where_one_change_leads_home():
    lat, lon = np.array([42.3, 48.1, 65.0, -33.9]), np.array([83.7, 11.6, 25.5, 151.2])
    nowhere, anywhere = np.zeros(4, dtype=bool), np.ones(4, dtype=bool)
    found = mended(lat, lon, nowhere, maybe_home=anywhere)
    assert found.is_mended.tolist() == [True, False, False, False]
    assert found.lon.tolist() == [-83.7, 11.6, 25.5, 151.2]
