"""From a plan's result to the scene on the map."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.core.words import money_short, ntr, tr
from gtm_desktop.geo.basemap import BaseMap, base_map, extent_of
from gtm_desktop.geo.shapes import territory_shapes
from gtm_desktop.maps.scene import NO_TERRITORY, HomeMark, MapScene, TerritoryMark
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.settings import Dimension
from gtm_desktop.tables import accounts, reps, roster, territories
from gtm_desktop.tables.roster import Channel, HandoffReason, SizeTier

_NEUTRAL = "#8593A1"
_FROZEN = "#C3CBD3"
"""Accounts outside the part of the market that is planned."""
_COORDINATES = 4
_SIZES = {SizeTier.A: 2, SizeTier.B: 1}
_HANDOFFS = {
    HandoffReason.TERRITORY: 0,
    HandoffReason.CHANNEL: 0,
    HandoffReason.BY_HAND: 0,
    HandoffReason.LEAVER: 1,
    HandoffReason.FIRST_ASSIGNMENT: 2,
    HandoffReason.SAME: 3,
}


class ColourBy(StrEnum):
    """What the colour of an account says."""

    TERRITORY = "territory"
    CHANNEL = "channel"
    SIZE = "size"
    HANDOFF = "handoff"


class Shown(StrEnum):
    """Which accounts are drawn: those that outside reps own, or all."""

    OUTSIDE = "outside"
    ALL = "all"


@dataclass(frozen=True)
class SceneOptions:
    """What is seen on the map.

    Attributes:
        colour_by: what the colour of an account says.
        shown: which accounts are drawn.
        shows_homes: homes are drawn; only where persons' data may be seen.
        lines: lines that territories do not hang together across, each points (latitude, longitude) in degrees.
        is_part: only a part of the market is planned; the rest is grey.
    """

    colour_by: ColourBy = ColourBy.TERRITORY
    shown: Shown = Shown.OUTSIDE
    shows_homes: bool = False
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_part: bool = False


def plan_scene(dataset: Dataset, result: PlanResult, options: SceneOptions, *, base: BaseMap | None = None) -> MapScene:
    """Draw a plan: 0.2 to 1 s for 50,000 accounts, so work for a job.

    Args:
        dataset: n accounts.
        result: what the plan comes to.
        options: what to show.
        base: the base map of an earlier scene over the same dataset; None cuts it anew.
    """
    lat = dataset.accounts[accounts.LAT].to_numpy(dtype=np.float64)
    lon = dataset.accounts[accounts.LON].to_numpy(dtype=np.float64)
    territory = _territory_numbers(result)
    channel = result.roster[roster.CHANNEL].to_numpy(dtype=object, na_value="")
    drawn = np.ones(len(lat), dtype=bool) if options.shown is Shown.ALL else channel == Channel.OUTSIDE
    colours = _territory_colours(result)
    shapes = territory_shapes(lat, lon, label=territory)
    palette, colour = _palette(options.colour_by, result, territory, colours)
    if options.is_part:
        palette, colour = (*palette, _FROZEN), np.where(result.frozen, len(palette), colour)
    return MapScene(
        ids=tuple(dataset.accounts[accounts.ACCOUNT_ID]),
        lat=np.where(drawn, lat, np.nan),
        lon=np.where(drawn, lon, np.nan),
        territory=territory,
        colour=colour,
        size=_sizes(result),
        palette=palette,
        tips=_tips(dataset, result),
        territories=_marks(result, colours, shapes),
        shapes={number: _geojson(shape) for number, shape in shapes.items()},
        homes=_homes(dataset, result, colours) if options.shows_homes else (),
        lines=options.lines,
        base=base_map(extent_of(lat, lon)) if base is None else base,
    )


def _territory_numbers(result: PlanResult) -> NDArray[np.int64]:
    codes = {str(code): at for at, code in enumerate(result.territories[territories.TERRITORY_ID])}
    of_account = result.roster[roster.TERRITORY_ID].to_numpy(dtype=object, na_value="")
    return np.array([codes.get(code, NO_TERRITORY) for code in of_account], dtype=np.int64)


def _territory_colours(result: PlanResult) -> tuple[str, ...]:
    wheel = design_tokens().territory
    numbers = result.territories[territories.COLOUR].to_numpy(dtype=np.int64, na_value=0)
    return tuple(wheel[number % len(wheel)] for number in numbers)


def legend(options: SceneOptions) -> tuple[tuple[str, str], ...]:
    """Say what the colours mean: ``#RRGGBB`` and a word each; nothing where the territories' names say it."""
    grey = ((_FROZEN, tr("not being planned")),) if options.is_part else ()
    colour_by = options.colour_by
    if colour_by is ColourBy.TERRITORY:
        return grey
    words = {
        ColourBy.CHANNEL: tuple(labels.channel(code) for code in Channel.ALL),
        ColourBy.SIZE: (
            *(labels.class_name(Dimension.SIZE, code) for code in SizeTier.ALL[:-1]),
            tr("size unknown"),
        ),
        ColourBy.HANDOFF: (tr("changes hands"), tr("today's rep leaves"), tr("first assignment"), tr("stays")),
    }[colour_by]
    return (*zip(_colours_of(colour_by), words, strict=True), *grey)


def _colours_of(colour_by: ColourBy) -> tuple[str, ...]:
    wheel = design_tokens().territory
    if colour_by is ColourBy.CHANNEL:
        return tuple(design_tokens().channel[code] for code in Channel.ALL)
    if colour_by is ColourBy.SIZE:
        return wheel[5], wheel[1], wheel[4], wheel[7], _NEUTRAL
    return wheel[5], wheel[6], wheel[4], _NEUTRAL


def _palette(
    colour_by: ColourBy, result: PlanResult, territory: NDArray[np.int64], colours: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    if colour_by is ColourBy.TERRITORY:
        wheel = design_tokens().territory
        place = np.array([0, *(1 + wheel.index(colour) for colour in colours)], dtype=np.int64)
        return (_NEUTRAL, *wheel), place[territory + 1]
    column, codes = {
        ColourBy.CHANNEL: (roster.CHANNEL, {code: at for at, code in enumerate(Channel.ALL)}),
        ColourBy.SIZE: (roster.SIZE_TIER, {code: at for at, code in enumerate(SizeTier.ALL)}),
        ColourBy.HANDOFF: (roster.HANDOFF_REASON, _HANDOFFS),
    }[colour_by]
    values = result.roster[column].map(codes).to_numpy(dtype=np.float64, na_value=-1)
    return (_NEUTRAL, *_colours_of(colour_by)), values.astype(np.int64) + 1


def _sizes(result: PlanResult) -> NDArray[np.int64]:
    tiers = result.roster[roster.SIZE_TIER].to_numpy(dtype=object, na_value="")
    return np.array([_SIZES.get(tier, 0) for tier in tiers], dtype=np.int64)


def _tips(dataset: Dataset, result: PlanResult) -> tuple[str, ...]:
    table = dataset.accounts
    names = table[accounts.NAME].fillna(table[accounts.ACCOUNT_ID])
    owners = result.roster[roster.OWNER_NAME].fillna(tr("not placed yet"))
    margins = [tr("margin unknown") if pd.isna(cents) else money_short(cents) for cents in table[accounts.GROSS_MARGIN]]
    names_of = {code: labels.channel(code) for code in Channel.ALL}
    channels = [names_of.get(code, "") for code in result.roster[roster.CHANNEL].fillna("")]
    return tuple(
        f"{name}\n{margin} · {channel} · {owner}"
        for name, margin, channel, owner in zip(names, margins, channels, owners, strict=True)
    )


def _marks(result: PlanResult, colours: tuple[str, ...], shapes: dict[int, Any]) -> tuple[TerritoryMark, ...]:
    table = result.territories
    rows = zip(
        table[territories.TERRITORY_ID], table[territories.NAME].fillna(""), table[territories.OWNER_NAME].fillna(""),
        table[territories.ACCOUNTS].fillna(0), table[territories.LAT], table[territories.LON], strict=True,
    )  # fmt: skip
    marks = []
    for number, (code, name, owner, count, lat, lon) in enumerate(rows):
        if number in shapes:
            spot = shapely.point_on_surface(shapes[number])
            lat, lon = spot.y, spot.x
        held = ntr("{n} account", "{n} accounts", int(count))
        detail = tr("{owner} · {accounts}", owner=owner, accounts=held) if owner else held
        marks.append(TerritoryMark(str(code), str(name), detail, colours[number], float(lat), float(lon)))
    return tuple(marks)


def _homes(dataset: Dataset, result: PlanResult, colours: tuple[str, ...]) -> tuple[HomeMark, ...]:
    colour_of = dict(zip(result.territories[territories.OWNER_ID].fillna(""), colours, strict=True))
    people = dataset.reps[dataset.reps[reps.ROLE] == reps.Role.OUTSIDE]
    rows = zip(
        people[reps.REP_ID], people[reps.NAME].fillna(people[reps.REP_ID]), people[reps.LAT], people[reps.LON],
        strict=True,
    )  # fmt: skip
    return tuple(
        HomeMark(str(code), str(name), colour_of.get(str(code), _NEUTRAL), float(lat), float(lon))
        for code, name, lat, lon in rows
        if np.isfinite(lat) and np.isfinite(lon)
    )


def _geojson(shape: Any) -> dict[str, Any]:
    rounded = shapely.transform(shape, lambda points: np.round(points, _COORDINATES))
    made: dict[str, Any] = mapping(rounded)
    return made
