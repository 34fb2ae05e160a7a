"""A territory keeps its name where half of it stays. R3.10."""

import numpy as np

from gtm_desktop.planning.territory.names import label_territories
from tests.unit.planning.builders import territory_answer

TOLEDO, DETROIT, FLINT = (41.65, -83.54), (42.33, -83.05), (43.01, -83.69)


def labels(territory, points, *, kept=None, earlier=None):
    lat, lon = (np.array([point[axis] for point in points]) for axis in (0, 1))
    kept = kept or ("",) * len(points)
    return label_territories(np.array(territory), kept=kept, centre=(lat, lon), earlier=earlier)


def test_new_territories_are_numbered_and_named_after_their_city():
    made = labels([0, 1], [TOLEDO, DETROIT])
    assert made.ids == ("T01", "T02")
    assert made.names == ("Toledo", "Detroit")


def test_two_territories_near_one_city_have_different_names():
    made = labels([0, 1, 2], [TOLEDO, TOLEDO, TOLEDO])
    assert len(set(made.names)) == 3


def test_a_territory_keeps_its_id_and_name_where_half_of_the_earlier_one_is_in_it():
    earlier = territory_answer([0, 0, 1, 1])
    made = labels([1, 0, 0, 0], [TOLEDO, DETROIT], earlier=earlier)
    assert made.ids == ("T02", "T01")
    assert made.names == ("Town 2", "Town 1")


def test_a_territory_of_less_than_half_is_a_new_one_with_the_next_number():
    earlier = territory_answer([0, 0, 0, 0, 1])
    made = labels([0, 1, 2, 3, 3], [TOLEDO, DETROIT, FLINT, TOLEDO], earlier=earlier)
    assert made.ids == ("T03", "T04", "T05", "T02")


def test_of_two_earlier_territories_in_one_the_larger_gives_the_name():
    earlier = territory_answer([0, 1, 1, 1])
    assert labels([0, 0, 0, 0], [TOLEDO], earlier=earlier).ids == ("T02",)


def test_an_empty_territory_has_a_name_too():
    assert labels([0], [TOLEDO, (np.nan, np.nan)]).names == ("Toledo", "Territory")
