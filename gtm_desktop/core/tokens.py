"""Design tokens: the one set of colours, sizes and type from which everything that draws takes its figures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gtm_desktop.core import paths


@dataclass(frozen=True)
class Tokens:
    """The figures of ``resources/theme/tokens.json``. Sizes in device-independent pixels, colours as ``#RRGGBB``.

    Attributes:
        families: font families, the first one installed is used.
        base: size of running text.
        small: size of hints.
        card_title: size of a card's title.
        kpi: size of a tile's figure.
        workshop_factor: by how much type grows on a projector.
        space: gaps by name: xs, s, m, l, xl.
        radius: corner radii by name: card, control, tag.
        row_height: height of a table row.
        rail_width: width of the left rail.
        rail_width_compact: its width with icons only.
        top_bar: height of the top bar.
        status_bar: height of the status bar.
        hit_area_min: least height of anything to be clicked.
        light: colours by name on light.
        dark: colours by name on dark.
        channel: colour of a channel by its code.
        territory: colours of territories by colour number, to be repeated from the start.
    """

    families: tuple[str, ...]
    base: int
    small: int
    card_title: int
    kpi: int
    workshop_factor: float
    space: Mapping[str, int]
    radius: Mapping[str, int]
    row_height: int
    rail_width: int
    rail_width_compact: int
    top_bar: int
    status_bar: int
    hit_area_min: int
    light: Mapping[str, str]
    dark: Mapping[str, str]
    channel: Mapping[str, str]
    territory: tuple[str, ...]


@cache
def design_tokens() -> Tokens:
    """Return the tokens.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    raw = json.loads(paths.resource("theme/tokens.json").read_text(encoding="utf-8"))
    kind = raw["type"]
    return Tokens(
        families=tuple(kind["family"]),
        base=kind["base"],
        small=kind["small"],
        card_title=kind["card_title"],
        kpi=kind["kpi"],
        workshop_factor=kind["workshop_factor"],
        space=raw["space"],
        radius=raw["radius"],
        row_height=raw["row_height"],
        rail_width=raw["rail_width"],
        rail_width_compact=raw["rail_width_compact"],
        top_bar=raw["top_bar"],
        status_bar=raw["status_bar"],
        hit_area_min=raw["hit_area_min"],
        light=raw["light"],
        dark=raw["dark"],
        channel=raw["channel"],
        territory=tuple(raw["territory"]),
    )


def mixed(colour: str, ground: str, share: float) -> str:
    """Lay `share` (0 to 1) of a colour over a ground, both ``#RRGGBB``."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02X}" for over, under in pairs)


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, 1.4.3."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, *, towards: str) -> str:
    """Move a colour towards another until text in it can be read on `ground` (4.5 : 1), or all the way."""
    for step in range(11):
        candidate = mixed(towards, colour, step / 10)
        if contrast(candidate, ground) >= 4.5:
            return candidate
    return towards


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: str) -> tuple[float, ...]:
    return tuple(part / 255 for part in _parts(colour))
