"""Which colour each territory is drawn in."""

import numpy as np

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.planning.territory.colours import territory_colours


def test_neighbours_have_different_colours():
    side = np.arange(36)
    grid = territory_colours(40.0 + side // 6, -90.0 + side % 6).reshape(6, 6)
    assert (grid[1:] != grid[:-1]).all()
    assert (grid[:, 1:] != grid[:, :-1]).all()


def test_no_colour_repeats_before_all_are_used():
    wheel = len(design_tokens().territory)
    lat, lon = np.linspace(40.0, 44.0, wheel), np.full(wheel, -85.0)
    assert sorted(territory_colours(lat, lon)) == list(range(wheel))


def test_the_two_territories_that_share_a_colour_are_not_close():
    number = len(design_tokens().territory) + 1
    colour = territory_colours(np.linspace(40.0, 44.0, number), np.full(number, -85.0))
    first, second = (np.flatnonzero(colour == np.bincount(colour).argmax())).tolist()
    assert second - first > number // 2


def test_close_territories_look_less_alike_than_far_ones():
    blue, green = territory_colours(np.array([42.0, 42.1]), np.array([-85.0, -85.0])).tolist()
    wheel = design_tokens().territory
    assert wheel[blue][1:3] != wheel[green][1:3]
    assert (blue, green) != (0, 4), "the two blues are not put side by side"


def test_territories_without_a_centre_are_coloured_in_order():
    assert territory_colours(np.array([40.0, np.nan]), np.array([-90.0, np.nan])).tolist() == [0, 1]


def test_without_territories_there_are_no_colours():
    assert territory_colours(np.array([]), np.array([])).tolist() == []
