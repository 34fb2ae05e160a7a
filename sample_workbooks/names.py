"""Invented names of firms, people and streets, from word lists of our own; nobody real is meant."""

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]

_FIRST_HALVES = (
    "Hal", "Brand", "Kest", "Win", "Mor", "Ost", "Thorn", "Ash", "Dun", "Wick", "Ell", "Lock", "Har", "Pen", "Rud",
    "Stav", "Vel", "Gar", "Quil", "Bex", "Tol", "Fen", "Cald", "Marl", "Nor", "Sind", "Torr", "Ulm", "Vand", "Wex",
    "Yar", "Zell", "Brom", "Crel", "Dray", "Esk", "Fald", "Grim", "Hest", "Jarv", "Kell", "Lund", "Mund", "Orl",
    "Prent", "Rusk", "Selk", "Tamm",
)  # fmt: skip
_SECOND_HALVES = (
    "thorpe", "bourne", "erby", "quist", "mark", "holm", "kamp", "stead", "worth", "berg", "fell", "ick", "vik", "stow",
    "rill", "low", "gate", "ridge", "brook", "hurst", "lund", "sen", "haug", "strom", "dahl", "wick", "combe", "mere",
    "croft", "haven",
)  # fmt: skip
_TRADES = {
    "Metal fabrication": ("Fabrication", "Metalworks", "Welding", "Sheet Metal", "Steel Fabricators"),
    "Machinery": ("Machine", "Machine Works", "Tool & Die", "Automation", "Equipment"),
    "Automotive parts": ("Stamping", "Components", "Castings", "Driveline", "Precision Parts"),
    "Construction": ("Construction", "Builders", "Contracting", "Concrete", "Masonry"),
    "Stone and tile": ("Stone", "Countertops", "Granite & Tile", "Monument", "Stoneworks"),
    "Quarries and mining": ("Quarry", "Aggregates", "Minerals", "Limestone", "Mining"),
    "Wood and furniture": ("Cabinet", "Furniture", "Millwork", "Woodworks", "Pallet"),
    "Facility upkeep": ("Maintenance", "Facility Services", "Property Care", "Mechanical", "Plant Services"),
    "Farm and food": ("Farm Supply", "Grain", "Foods", "Dairy Equipment", "Orchards"),
    "Public sector": ("Road Commission", "Township", "School District", "Water Department", "Parks Department"),
}
INDUSTRIES = tuple(_TRADES)
PUBLIC = INDUSTRIES[-1]
INDUSTRY_SHARES = (0.19, 0.13, 0.11, 0.17, 0.10, 0.04, 0.08, 0.09, 0.05, 0.04)
_ENDINGS = ("Inc.", "LLC", "Co.", "Group", "& Sons", "Corp.", "Industries", "", "", "")
_GIVEN = (
    "Alice", "Ben", "Carla", "Dev", "Elena", "Frank", "Grace", "Hector", "Irene", "Jamal", "Karen", "Luis", "Mona",
    "Nate", "Olga", "Pete", "Quinn", "Rosa", "Sam", "Tara", "Umar", "Vera", "Walt", "Xenia", "Yusuf", "Zoe", "Aaron",
    "Brenda", "Cliff", "Dana", "Eric", "Faye", "Glenn", "Holly", "Ivan", "Joyce", "Kurt", "Lena", "Mack", "Nora",
)  # fmt: skip
_STREETS = ("Industrial Dr", "Commerce Ct", "Mill St", "Depot Rd", "Quarry Rd", "Main St", "Foundry Ave", "Airport Rd")


def industries(rows: int, rng: np.random.Generator) -> Texts:
    """Return the industry of n firms."""
    return np.array(INDUSTRIES, dtype=object)[rng.choice(len(INDUSTRIES), rows, p=INDUSTRY_SHARES)]


def firms(industry: Texts, city: Texts, *, rng: np.random.Generator) -> Texts:
    """Return the names of n firms; public bodies are named after their city, a name met before gets its city too."""
    trade = np.empty(len(industry), dtype=object)
    for name, words in _TRADES.items():
        here = industry == name
        trade[here] = np.array(words, dtype=object)[rng.integers(len(words), size=int(here.sum()))]
    ending = _picked(_ENDINGS, len(industry), rng)
    plain = surnames(len(industry), rng) + " " + trade + np.where(ending == "", "", " " + ending)
    named = np.where(industry == PUBLIC, city + " " + trade, plain)
    return _made_unique(named, city)


def surnames(rows: int, rng: np.random.Generator) -> Texts:
    """Return n invented family names."""
    return _picked(_FIRST_HALVES, rows, rng) + _picked(_SECOND_HALVES, rows, rng)


def people(rows: int, rng: np.random.Generator) -> Texts:
    """Return n names of people; for up to 40 all given names differ."""
    repeats = -(-rows // len(_GIVEN))
    given = np.tile(rng.permutation(np.array(_GIVEN, dtype=object)), repeats)[:rows]
    full: Texts = given + " " + surnames(rows, rng)
    return full


def streets(rows: int, rng: np.random.Generator) -> Texts:
    """Return n street addresses."""
    numbers = rng.integers(1, 9_900, size=rows).astype(str).astype(object)
    full: Texts = numbers + " " + _picked(_STREETS, rows, rng)
    return full


def _picked(words: tuple[str, ...], rows: int, rng: np.random.Generator) -> Texts:
    return np.array(words, dtype=object)[rng.integers(len(words), size=rows)]


def _made_unique(name: Texts, city: Texts) -> Texts:
    seen: dict[str, int] = {}
    made = np.empty(len(name), dtype=object)
    for row, (first, place) in enumerate(zip(name, city, strict=True)):
        for candidate in (first, f"{first} of {place}"):
            if candidate not in seen:
                break
        times = seen.get(candidate, 0)
        seen[candidate] = times + 1
        made[row] = candidate if times == 0 else f"{candidate} #{times + 1}"
    return made
