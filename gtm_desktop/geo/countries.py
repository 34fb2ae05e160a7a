"""Countries as lists name them, and the provinces of Canada."""

from gtm_desktop.geo.place_names import plain_name

# fmt: off
COUNTRY_NAMES = {
    "US": ("us", "usa", "united states", "united states of america", "u s", "u s a", "america"),
    "CA": ("ca", "can", "canada"),
    "MX": ("mx", "mex", "mexico"),
    "GB": (
        "gb",
        "gbr",
        "uk",
        "u k",
        "united kingdom",
        "great britain",
        "england",
        "scotland",
        "wales",
        "northern ireland",
    ),
    "IE": ("ie", "irl", "ireland", "republic of ireland", "eire"),
    "DE": ("de", "deu", "ger", "germany", "deutschland"),
    "FR": ("fr", "fra", "france"),
    "NL": ("nl", "nld", "netherlands", "the netherlands", "holland", "nederland"),
    "BE": ("be", "bel", "belgium", "belgie", "belgique"),
    "LU": ("lu", "lux", "luxembourg"),
    "AT": ("at", "aut", "austria", "osterreich"),
    "CH": ("ch", "che", "switzerland", "schweiz", "suisse"),
    "IT": ("it", "ita", "italy", "italia"),
    "ES": ("es", "esp", "spain", "espana"),
    "PT": ("pt", "prt", "portugal"),
    "DK": ("dk", "dnk", "denmark", "danmark"),
    "SE": ("se", "swe", "sweden", "sverige"),
    "NO": ("no", "nor", "norway", "norge"),
    "FI": ("fi", "fin", "finland", "suomi"),
    "PL": ("pl", "pol", "poland", "polska"),
    "CZ": ("cz", "cze", "czech republic", "czechia"),
    "SK": ("sk", "svk", "slovakia"),
    "HU": ("hu", "hun", "hungary"),
    "RO": ("ro", "rou", "romania"),
    "BG": ("bg", "bgr", "bulgaria"),
    "GR": ("gr", "grc", "greece"),
    "SI": ("si", "svn", "slovenia"),
    "HR": ("hr", "hrv", "croatia"),
    "EE": ("ee", "est", "estonia"),
    "LV": ("lv", "lva", "latvia"),
    "LT": ("lt", "ltu", "lithuania"),
    "CY": ("cy", "cyp", "cyprus"),
    "MT": ("mt", "mlt", "malta"),
}
# fmt: on
"""ISO 3166 codes with the ways in which lists write them, in plain form."""

PROVINCES = {
    "CA": {
        "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
        "11": "SK", "12": "YT", "13": "NT", "14": "NU",
    },
}  # fmt: skip
"""Postal codes of provinces by GeoNames' numbers."""

_PROVINCE_NAMES = {
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB", "newfoundland": "NL",
    "newfoundland and labrador": "NL", "nova scotia": "NS", "ontario": "ON", "ont": "ON", "prince edward island": "PE",
    "pei": "PE", "quebec": "QC", "pq": "QC", "que": "QC", "saskatchewan": "SK", "yukon": "YT",
    "northwest territories": "NT", "nunavut": "NU", "alta": "AB", "sask": "SK", "b c": "BC", "nf": "NL",
}  # fmt: skip
_LETTERS = {
    "A": ("NL",), "B": ("NS",), "C": ("PE",), "E": ("NB",), "G": ("QC",), "H": ("QC",), "J": ("QC",), "K": ("ON",),
    "L": ("ON",), "M": ("ON",), "N": ("ON",), "P": ("ON",), "R": ("MB",), "S": ("SK",), "T": ("AB",), "V": ("BC",),
    "X": ("NT", "NU"), "Y": ("YT",),
}  # fmt: skip
"""In which provinces Canadian codes of a first letter lie."""
_FULL_NAME = 4
_BY_NAME = {name: code for code, names in COUNTRY_NAMES.items() for name in names}


def country_code(name: str) -> str:
    """Return the two-letter code of a country as lists write it; "" if it is not known."""
    return _BY_NAME.get(plain_name(name), "")


def province_code(name: str) -> str:
    """Return the two-letter code of a Canadian province written as a code or in full; "" if it is none."""
    plain = plain_name(name)
    codes = PROVINCES["CA"].values()
    return plain.upper() if plain.upper() in codes else _PROVINCE_NAMES.get(plain, "")


def contradicts_province(postal_code: str, province: str) -> bool:
    """Return whether a Canadian code lies in another province than the one given; False where either tells nothing.

    Args:
        postal_code: a code or its first three characters.
        province: a two-letter code, or "".
    """
    there = _LETTERS.get(postal_code.strip()[:1].upper(), ())
    return bool(province and there) and province not in there


def country_title(code: str) -> str:
    """Return a country's English name by its two-letter code."""
    return next(name for name in COUNTRY_NAMES[code] if len(name) >= _FULL_NAME).title()
