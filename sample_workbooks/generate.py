"""Make the sample workbooks beside this file; the same program makes the same bytes every time.

Run from the checkout:

    python -m sample_workbooks.generate [FOLDER]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from sample_workbooks import distributor, places, sheets, team

FOLDER = Path(__file__).resolve().parent
ACCOUNTS, REPS, SMALL = "great_lakes_accounts.xlsx", "great_lakes_reps.xlsx", "small_clean.xlsx"

_FAR_CODES = (
    "01604", "01844", "02150", "02301", "02747", "01545", "06101", "06450", "06610", "06704", "06902", "07001",
    "07102", "07430", "07657", "08002", "08052", "08648", "08854", "08901",
)  # fmt: skip
_CHAIN_CODES = ("43606", "48228", "46802")
_STRANGE_NAMES = (
    "=Halbrook Quarry Supply",
    "+1 Fabrication",
    "-40 Cold Storage Builders",
    "@Stonegate Countertops",
    "<b>Bold</b> Bolt Works",
    "O'Dellwick & Sons",
    'Kestmark "KC" Stamping',
    "Müllerkamp Werkzeug",
)


def great_lakes() -> distributor.Market:
    """Return the market of the large sample: Michigan, Ohio and Indiana, thin in the far north."""
    return distributor.Market(
        accounts=12_000,
        seed=20261116,
        state_share={"MI": 0.40, "OH": 0.36, "IN": 0.24},
        team=team.great_lakes_team(),
        outside_share=0.119,
        pull={"481": 0.9, "482": 0.75, "436": 2.0, "434": 1.5, "435": 1.5},
        northern=(58, 8, 150),
        far_codes=_FAR_CODES,
        chain_codes=_CHAIN_CODES,
    )


def small() -> distributor.Market:
    """Return the market of the small sample: one rep's worth of accounts in Michigan, a third of them large."""
    return distributor.Market(
        accounts=300,
        seed=300,
        state_share={"MI": 1.0},
        team=team.great_lakes_team()[:1],
        outside_share=0.34,
        served_share=0.72,
    )


def great_lakes_accounts() -> pd.DataFrame:
    """Return the large sample's list, with holes in optional columns and a few names that look like formulas."""
    accounts = distributor.make_accounts(great_lakes())
    rng = np.random.default_rng(3)
    strange = rng.choice(len(accounts), size=len(_STRANGE_NAMES), replace=False)
    name = accounts[distributor.NAME].to_numpy(dtype=object).copy()
    name[strange] = _STRANGE_NAMES
    return distributor.with_blanks(accounts.assign(**{distributor.NAME: name}), 0.03, rng=rng)


def write_team(members: tuple[team.Member, ...], path: Path) -> None:
    """Write a roster with the cities of its homes."""
    homes = places.of_codes([member.home for member in members])
    cities = dict(zip(homes.postal_code, zip(homes.city, homes.state, strict=True), strict=True))
    sheets.write_reps(members, path, cities=cities)


def main(folder: Path) -> None:
    """Write all sample workbooks into a folder."""
    titles = ("Great Lakes Fastener & Stone – customer list", "Calendar year 2026, US dollars, exported 11/16/2026")
    mess = sheets.Mess(titles, has_totals=True, text_amount_share=0.08, number_code_share=0.3)
    sheets.write_accounts(great_lakes_accounts(), folder / ACCOUNTS, mess=mess, rng=np.random.default_rng(5))
    write_team(team.great_lakes_team(), folder / REPS)
    tidy = distributor.make_accounts(small())
    sheets.write_accounts(tidy, folder / SMALL, mess=sheets.Mess(), rng=np.random.default_rng(5))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
