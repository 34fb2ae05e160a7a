"""folium elements of our own: one that starts the map page. Everything drawn is fetched by the page afterwards."""

from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

MAP_HOST = "gtm://map"
CHANNEL_SCRIPT = "qwebchannel.js"
"""The script of the channel between page and program: the program serves it beside the page."""
LEAFLET_HOST = "gtm://leaflet"


class PlanLayers(JSCSSMixin, MacroElement):
    """Adds the program's own layers and tools to a map."""

    default_js = [  # noqa: RUF012 - folium reads and copies these class attributes
        ("channel", f"gtm://plan/{CHANNEL_SCRIPT}"),
        ("gtm_points", f"{MAP_HOST}/points.js"),
        ("gtm_ground", f"{MAP_HOST}/ground.js"),
        ("gtm_tools", f"{MAP_HOST}/tools.js"),
        ("gtm_map", f"{MAP_HOST}/map.js"),
    ]
    default_css = [("gtm_css", f"{MAP_HOST}/map.css")]  # noqa: RUF012 - as above
    _template = Template("{% macro script(this, kwargs) %}startGtmMap({{ this._parent.get_name() }});{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlanLayers"
