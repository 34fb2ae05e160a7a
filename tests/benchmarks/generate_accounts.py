"""Make an account list of any size, and its roster, for the benchmarks.

Run from the checkout:

    python tests/benchmarks/generate_accounts.py 20000 accounts.xlsx --reps reps.xlsx

There is one outside rep for about 105 accounts over $20,000 and one inside rep for about 260 between $5,000 and
$20,000. Up to 20,000 accounts lie in Michigan, Ohio and Indiana, up to 100,000 in eight states, more in all.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # a script sees only its own folder

from sample_workbooks import distributor, generate, places, sheets, team

_OUTSIDE_ACCOUNTS_A_REP = 105
_INSIDE_ACCOUNTS_A_REP = 260
_THREE_STATES = {"MI": 0.40, "OH": 0.36, "IN": 0.24}
_EIGHT_STATES = {"MI": 0.16, "OH": 0.17, "IN": 0.11, "IL": 0.17, "WI": 0.09, "KY": 0.07, "PA": 0.16, "MO": 0.07}
_LEFT_OUT = ("AK", "HI", "PR", "VI", "GU", "AS", "MP", "AA", "AE", "AP")


def states_for(accounts: int) -> Mapping[str, float]:
    """Return the share of accounts by state for a list of this size."""
    if accounts <= 20_000:
        return _THREE_STATES
    if accounts <= 100_000:
        return _EIGHT_STATES
    sites, people = places.all_sites()
    names = sorted(set(sites.state) - set(_LEFT_OUT))
    everybody = {name: float(people[sites.state == name].sum()) for name in names}
    total = sum(everybody.values())
    return {name: number / total for name, number in everybody.items()}


def market(accounts: int, seed: int) -> distributor.Market:
    """Return a market of this many accounts with a roster to match."""
    shares = states_for(accounts)
    outside = max(1, round(accounts * 0.125 / _OUTSIDE_ACCOUNTS_A_REP))
    inside = max(1, round(accounts * 0.175 / _INSIDE_ACCOUNTS_A_REP))
    people = team.any_team(outside, inside, state_share=shares, rng=np.random.default_rng(seed))
    return distributor.Market(accounts=accounts, seed=seed, state_share=shares, team=people)


def main() -> None:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make an account list of any size, and its roster.")
    parser.add_argument("accounts", type=int, help="number of accounts, at most 1,048,000")
    parser.add_argument("out", type=Path, help="the account list to write")
    parser.add_argument("--reps", type=Path, help="the roster to write")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    made = market(asked.accounts, asked.seed)
    mess = sheets.Mess(("Customer list",), has_totals=True, text_amount_share=0.02, number_code_share=0.1)
    rng = np.random.default_rng(asked.seed)
    accounts = distributor.with_blanks(distributor.make_accounts(made), 0.03, rng=rng)
    sheets.write_accounts(accounts, asked.out, mess=mess, rng=rng)
    if asked.reps:
        generate.write_team(made.team, asked.reps)


if __name__ == "__main__":
    main()
