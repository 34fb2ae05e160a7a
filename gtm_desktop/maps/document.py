"""The map document: the folium page and the data it fetches, as bytes by name. No address in it leaves the program."""

import json
from collections.abc import Mapping
from typing import Any

import folium
import numpy as np

from gtm_desktop.core.tokens import Tokens, mixed
from gtm_desktop.geo.basemap import BaseMap
from gtm_desktop.geo.credits import map_credit
from gtm_desktop.maps.layers import LEAFLET_HOST, PlanLayers
from gtm_desktop.maps.points import point_buffer
from gtm_desktop.maps.scene import MapScene

_START = (39.5, -96.0)
_SHALLOWEST, _DEEPEST = 3, 15


class LocalMap(folium.Map):
    """A folium map whose scripts and styles come from the program itself."""

    default_js = [("leaflet", f"{LEAFLET_HOST}/leaflet.js")]  # noqa: RUF012 - folium reads and copies it
    default_css = [("leaflet_css", f"{LEAFLET_HOST}/leaflet.css")]  # noqa: RUF012 - as above


def page() -> bytes:
    """Return the HTML of the map page; it is the same for every plan."""
    made = LocalMap(
        location=_START,
        zoom_start=4,
        min_zoom=_SHALLOWEST,
        max_zoom=_DEEPEST,
        tiles=None,
        prefer_canvas=True,
        attributionControl=False,
        trackResize=False,
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
    )
    PlanLayers().add_to(made)
    return str(made.get_root().render()).encode()


def scene_files(scene: MapScene) -> dict[str, bytes]:
    """Return what the page fetches to draw a scene, by kind: points, shapes, marks and, where it is cut, base."""
    files = {
        "points": point_buffer(scene),
        "shapes": _json([
            {"number": number, "id": scene.territories[number].territory_id,
             "colour": scene.territories[number].colour, "geometry": geometry}
            for number, geometry in sorted(scene.shapes.items())
        ]),
        "marks": _json({
            "territories": [
                {"number": number, "id": mark.territory_id, "name": mark.name, "detail": mark.detail, "lat": mark.lat,
                 "lon": mark.lon}
                for number, mark in enumerate(scene.territories) if np.isfinite(mark.lat) and np.isfinite(mark.lon)
            ],
            "homes": [
                {"id": home.rep_id, "name": home.name, "colour": home.colour, "lat": home.lat, "lon": home.lon}
                for home in scene.homes if np.isfinite(home.lat) and np.isfinite(home.lon)
            ],
            "lines": scene.lines,
        }),
    }  # fmt: skip
    if scene.base is not None:
        files["base"] = _base(scene.base)
    return files


def look_file(colours: Mapping[str, str], tokens: Tokens, palette: tuple[str, ...]) -> bytes:
    """Return the page's colours as it fetches them.

    Args:
        colours: the theme's colours by name, light or dark.
        tokens: for the font.
        palette: the points' colours.
    """
    names = ("card", "line", "text", "text_soft", "text_faint", "accent", "accent_soft")
    css = {name.replace("_", "-"): colours[name] for name in names}
    family = ", ".join(f'"{name}"' if " " in name else name for name in tokens.families)
    return _json({
        "css": {**css, "water": colours["map_water"], "family": family},
        "family": family,
        "land": colours["map_land"],
        "water": colours["map_water"],
        "line": colours["map_line"],
        "neighbour": mixed(colours["map_land"], colours["map_water"], 0.55),
        "border": mixed(colours["text"], colours["map_land"], 0.75),
        "city": colours["text_soft"],
        "mark": colours["text"],
        "halo": colours["card"],
        "lasso": colours["text"] + "22",
        "palette": palette,
    })  # fmt: skip


def _base(base: BaseMap) -> bytes:
    box = base.extent
    return _json({
        "bounds": [[box.south, box.west], [box.north, box.east]],
        "credit": map_credit(box),
        "neighbours": base.neighbours,
        "land": base.land,
        "lakes": base.lakes,
        "county_lines": base.county_lines,
        "state_lines": base.state_lines,
        "labels": [
            {"name": label.name, "lat": label.lat, "lon": label.lon, "min_zoom": label.min_zoom}
            for label in base.labels
        ],
    })  # fmt: skip


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
