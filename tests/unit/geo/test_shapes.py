import numpy as np
import pytest
import shapely

from gtm_desktop.geo.adjacency import adjacent_pairs, colour_numbers
from gtm_desktop.geo.boundaries import land_of, state_shapes
from gtm_desktop.geo.cells import snapped_sites
from gtm_desktop.geo.place_data import place_data
from gtm_desktop.geo.shapes import territory_shapes


def great_lakes(accounts=2_000, territories=12, *, strays=0.02, seed=7):
    """Accounts at ZIP codes of three states, each in the territory of the nearest of a few centres, some strays."""
    data, rng = place_data(), np.random.default_rng(seed)
    rows = rng.choice(np.flatnonzero(np.isin(data.zip_state, ["MI", "OH", "IN"])), accounts)
    lat, lon = data.zip_lat[rows], data.zip_lon[rows]
    centres = rng.choice(accounts, territories, replace=False)
    label = np.hypot(lat[:, None] - lat[centres], 0.75 * (lon[:, None] - lon[centres])).argmin(axis=1)
    stray = rng.random(accounts) < strays
    label[stray] = rng.integers(0, territories, stray.sum())
    return lat, lon, label


def test_shapes_do_not_overlap_so_their_areas_add_up():
    lat, lon, label = great_lakes()
    shapes = list(territory_shapes(lat, lon, label=label).values())
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(shapely.union_all(shapes)), rel=1e-9)


def test_shapes_cover_the_states_that_hold_accounts():
    lat, lon, label = great_lakes()
    united = shapely.union_all(list(territory_shapes(lat, lon, label=label).values()))
    for state in ("OH", "IN"):
        served = state_shapes()[state]
        assert shapely.intersection(united, served).area == pytest.approx(served.area, rel=0.005)


def test_shapes_stay_on_land_and_leave_neighbouring_states_alone():
    lat, lon, label = great_lakes()
    united = shapely.union_all(list(territory_shapes(lat, lon, label=label).values()))
    assert shapely.difference(united, land_of("US")).area < 0.002 * united.area
    for state in ("IL", "WI", "KY", "PA"):
        assert shapely.intersection(united, state_shapes()[state]).area < 0.001 * united.area


def test_every_territory_has_a_shape_that_holds_most_of_its_accounts():
    lat, lon, label = great_lakes(strays=0)
    shapes = territory_shapes(lat, lon, label=label)
    assert sorted(shapes) == list(range(12))
    for name, drawn in shapes.items():
        own = label == name
        assert shapely.contains_xy(drawn, lon[own], lat[own]).mean() > 0.97


def test_a_stray_account_in_another_territory_is_not_drawn_as_an_island():
    lat, lon, label = great_lakes(strays=0)
    tidy = territory_shapes(lat, lon, label=label)
    inner = int(np.argmin(np.hypot(lat - 40.3, lon + 84.5)))
    strayed = label.copy()
    strayed[inner] = (label[inner] + 5) % 12
    drawn = territory_shapes(lat, lon, label=strayed)
    assert shapely.contains_xy(drawn[int(label[inner])], lon[inner], lat[inner])
    assert shapely.get_num_geometries(drawn[int(strayed[inner])]) == shapely.get_num_geometries(
        tidy[int(strayed[inner])]
    )


def test_shapes_end_within_reach_of_the_accounts():
    shapes = territory_shapes([31.5, 31.6, 31.55], [-100.0, -100.1, -100.2], label=[0, 0, 1])
    west, south, east, north = shapely.union_all(list(shapes.values())).bounds
    assert 1.0 < (north - south) < 2.5
    assert 1.0 < (east - west) < 2.8


def test_accounts_across_the_border_bring_their_country_in():
    shapes = territory_shapes([42.98, 43.1, 43.45, 43.0], [-81.25, -81.0, -80.5, -80.9], label=[3, 3, 3, 3])
    assert shapely.contains_xy(shapes[3], -81.0, 43.2)


def test_accounts_on_no_known_land_are_drawn_within_reach_only():
    shapes = territory_shapes([48.86, 48.9], [2.35, 3.2], label=[0, 1])
    assert sorted(shapes) == [0, 1]


def test_accounts_without_place_or_territory_are_left_out():
    assert territory_shapes([np.nan, 42.0], [-83.0, -84.0], label=[0, -1]) == {}
    assert territory_shapes([], [], label=[]) == {}


def test_one_account_alone_has_a_shape():
    assert shapely.contains_xy(territory_shapes([42.28], [-83.74], label=[5])[5], -83.74, 42.28)


def test_a_grid_square_belongs_to_the_label_that_weighs_most_there():
    square = {"x_km": np.array([0.2, 0.4, 0.6]), "y_km": np.array([0.5, 0.5, 0.5])}
    label = np.array([1, 1, 0])
    assert snapped_sites(**square, label=label, weight=np.array([1.0, 1.0, 1.0])).label.tolist() == [1]
    assert snapped_sites(**square, label=label, weight=np.array([1.0, 1.0, 5.0])).label.tolist() == [0]
    assert snapped_sites(**square, label=label, weight=np.array([1.0, 1.0, 2.0])).label.tolist() == [0]


def test_the_same_accounts_give_the_same_shapes():
    lat, lon, label = great_lakes()
    first, second = (territory_shapes(lat, lon, label=label) for _ in range(2))
    assert all(shapely.equals_exact(first[name], second[name]) for name in first)


def test_territories_are_adjacent_where_their_shapes_share_a_border():
    lat, lon, label = great_lakes()
    shapes = territory_shapes(lat, lon, label=label)
    shared = [
        (a, b)
        for a in sorted(shapes)
        for b in sorted(shapes)
        if a < b and shapely.intersection(shapes[a], shapes[b]).length > 0.01
    ]
    assert adjacent_pairs(shapes) == shared


def test_shapes_that_meet_in_a_corner_are_not_adjacent():
    left, right, above = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2)
    assert adjacent_pairs({4: left, 7: right, 9: above}) == [(4, 7), (7, 9)]
    assert adjacent_pairs({}) == []


def test_neighbours_never_share_a_colour():
    lat, lon, label = great_lakes(4_000, 40)
    pairs = adjacent_pairs(territory_shapes(lat, lon, label=label))
    colours = colour_numbers(pairs, 40)
    assert all(colours[a] != colours[b] for a, b in pairs)
    assert set(colours.tolist()) == set(range(12))


def test_six_neighbours_each_of_all_others_need_six_colours():
    everyone = [(a, b) for a in range(6) for b in range(a)]
    assert sorted(colour_numbers(everyone, 6, palette_size=6).tolist()) == list(range(6))


def test_colours_are_the_same_each_time_and_whatever_the_order_of_the_pairs():
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]
    assert colour_numbers(pairs, 5).tolist() == colour_numbers(pairs[::-1], 5).tolist()


def test_a_palette_too_small_is_shared_as_evenly_as_it_can_be():
    everyone = [(a, b) for a in range(4) for b in range(a)]
    assert sorted(colour_numbers(everyone, 4, palette_size=2).tolist()) == [0, 0, 1, 1]
    assert colour_numbers([], 0).tolist() == []


def test_a_small_empty_area_with_accounts_all_around_is_no_hole_in_the_map() -> None:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    lat, lon = 40.0 + 1.1 * np.sin(angle), -100.0 + 1.43 * np.cos(angle)
    shapes = territory_shapes(lat, lon, label=(angle > np.pi).astype(int))
    whole = shapely.union_all(list(shapes.values()))
    assert shapely.contains_xy(whole, -100.0, 40.0)
