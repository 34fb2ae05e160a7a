"""The map document: folium's page with our own files only, and the data it fetches."""

import json
import re

import numpy as np

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.geo.basemap import base_map, extent_of
from gtm_desktop.maps import document
from gtm_desktop.maps.scene import HomeMark, MapScene, TerritoryMark

NAMES = ("West & <b>Bold</b>", 'Nowhere "quoted"')


def _scene(**changes):
    one = np.array([0])
    fields = {
        "ids": ["A-1"],
        "lat": np.array([42.5]),
        "lon": np.array([-84.5]),
        "territory": one,
        "colour": one,
        "size": one,
        "palette": ("#0072B2",),
        "territories": (
            TerritoryMark("T-1", NAMES[0], "Dana", "#0072B2", 42.5, -84.5),
            TerritoryMark("T-2", NAMES[1], "", "#E69F00", float("nan"), float("nan")),
        ),
        "shapes": {0: {"type": "MultiPolygon", "coordinates": []}},
        "homes": (HomeMark("R1", "Dana", "#0072B2", 42.0, -84.0),),
    }
    return MapScene(**(fields | changes))


def test_the_page_names_no_address_outside_the_program():
    html = document.page().decode()
    addresses = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)""", html)
    assert addresses
    assert all(address.startswith("gtm://") for address in addresses)
    assert "http" not in re.sub(r"http-equiv", "", html)


def test_the_page_needs_neither_jquery_nor_bootstrap():
    html = document.page().decode().lower()
    assert "jquery" not in html
    assert "bootstrap" not in html


def test_the_page_is_folium_s_with_our_layers_started_on_its_map():
    html = document.page().decode()
    name = re.search(r"var (map_\w+) = L\.map\(", html)[1]
    assert f"startGtmMap({name})" in html


def test_a_territory_without_a_place_gets_no_name_on_the_map_and_keeps_its_number():
    marks = json.loads(document.scene_files(_scene())["marks"])
    assert [(mark["number"], mark["id"]) for mark in marks["territories"]] == [(0, "T-1")]


def test_names_travel_as_text_whatever_is_in_them():
    marks = json.loads(document.scene_files(_scene())["marks"])
    assert marks["territories"][0]["name"] == NAMES[0]


def test_a_shape_carries_the_id_and_the_colour_of_its_territory():
    (shape,) = json.loads(document.scene_files(_scene())["shapes"])
    assert (shape["number"], shape["id"], shape["colour"]) == (0, "T-1", "#0072B2")


def test_the_base_map_is_sent_only_where_it_is_cut():
    assert "base" not in document.scene_files(_scene())
    base = base_map(extent_of([42.0, 43.0], [-85.0, -84.0]))
    sent = json.loads(document.scene_files(_scene(base=base))["base"])
    assert sent["bounds"] == [[42.0, -85.0], [43.0, -84.0]]
    assert "GeoNames, CC BY 4.0" in sent["credit"]
    assert {"land", "lakes", "state_lines", "county_lines", "neighbours", "labels"} <= set(sent)


def test_the_look_takes_its_colours_from_the_tokens():
    tokens = design_tokens()
    look = json.loads(document.look_file(tokens.dark, tokens, ("#0072B2",)))
    assert look["water"] == tokens.dark["map_water"]
    assert look["palette"] == ["#0072B2"]
