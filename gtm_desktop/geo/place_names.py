"""How the names of US cities and states are compared: spelling, accents, abbreviations."""

import re
import unicodedata

STATE_NAMES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "PR": "Puerto Rico",
    "GU": "Guam",
    "VI": "U.S. Virgin Islands",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
    "MH": "Marshall Islands",
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
}
"""The two-letter codes of the US Postal Service. The armed forces' codes have no place on a map."""

MILITARY_STATES = ("AA", "AE", "AP")

# The traditional abbreviations (Associated Press and the Postal Service's older ones) that lists still carry.
_OLD_ABBREVIATIONS = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "colo": "CO", "conn": "CT", "del": "DE",
    "fla": "FL", "ill": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "mass": "MA", "mich": "MI", "minn": "MN",
    "miss": "MS", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV", "n h": "NH", "n j": "NJ", "n m": "NM",
    "n mex": "NM", "n y": "NY", "n c": "NC", "n d": "ND", "n dak": "ND", "okla": "OK", "ore": "OR", "oreg": "OR",
    "penn": "PA", "penna": "PA", "r i": "RI", "s c": "SC", "s d": "SD", "s dak": "SD", "tenn": "TN", "tex": "TX",
    "virgin islands": "VI", "washington dc": "DC", "d c": "DC", "wash": "WA", "w va": "WV", "wis": "WI", "wisc": "WI",
    "wyo": "WY",
}  # fmt: skip

_FIRST_WORDS = {
    "saint": "st",
    "sainte": "ste",
    "mount": "mt",
    "fort": "ft",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}
_LAST_WORDS = {"heights": "hts", "springs": "spgs", "township": "twp", "junction": "jct", "beach": "bch"}
_UNITED_STATES = frozenset(("us", "usa", "united states", "united states of america", "u s", "u s a", "america"))
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def city_key(name: str) -> str:
    """Return what two spellings of one city have in common: "St. Clair Shores" and "SAINT CLAIR SHORES" are equal.

    Accents, case and punctuation go; Saint, Mount, Fort and the compass words in front and words such as Heights at the
    end take their postal abbreviation, also where the name is written with it. The key is for comparing only.
    """
    words = plain_name(name).split()
    if not words:
        return ""
    words[0] = _FIRST_WORDS.get(words[0], words[0])
    if len(words) > 1:
        words[-1] = _LAST_WORDS.get(words[-1], words[-1])
    if len(words) > 2:
        words[1] = _FIRST_WORDS.get(words[1], words[1])
    return " ".join(words)


def state_code(name: str) -> str:
    """Return the two-letter code of a US state written as a code, in full or in its old abbreviation; "" if none."""
    key = plain_name(name)
    if key.upper() in STATE_NAMES:
        return key.upper()
    return _STATE_BY_KEY.get(key, "")


def is_united_states(country: str) -> bool:
    """Return whether a country as written is the United States; blank is not."""
    return plain_name(country) in _UNITED_STATES


def plain_name(text: str) -> str:
    """Return lower-case ASCII words with one space between them; apostrophes join (O'Fallon is ofallon)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_LETTERS.sub(" ", text.lower().replace("'", "")).strip()


_STATE_BY_KEY = {plain_name(name): code for code, name in STATE_NAMES.items()} | _OLD_ABBREVIATIONS
