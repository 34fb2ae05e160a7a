"""What can be found: accounts, reps and territories by name, id or town."""

from dataclasses import dataclass

from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables import accounts, reps, territories
from gtm_desktop.ui.shell.search import SearchHit

MOST_HITS = 12


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """Everything that can be found, lower-cased beside what is shown."""

    keys: tuple[str, ...]
    hits: tuple[SearchHit, ...]

    def find(self, text: str) -> list[SearchHit]:
        """Return up to `MOST_HITS` hits that hold every word of `text`.

        First those that begin with its first word, then those in which a word does, then the rest.
        """
        words = text.casefold().split()
        if not words:
            return []
        found = [at for at, key in enumerate(self.keys) if words[0] in key and all(word in key for word in words)]
        found.sort(key=lambda at: (not self.keys[at].startswith(words[0]), f" {words[0]}" not in self.keys[at], at))
        return [self.hits[at] for at in found[:MOST_HITS]]


def index_of(dataset: Dataset, result: PlanResult | None) -> SearchIndex:
    """Build the index: territories, then reps, then accounts."""
    rows: list[tuple[str, str, str, str]] = []
    if result is not None:
        table = result.territories
        names = zip(table[territories.TERRITORY_ID], table[territories.NAME].fillna(""), strict=True)
        rows += [("territory", str(code), str(name), tr("territory")) for code, name in names]
    people = zip(dataset.reps[reps.REP_ID], dataset.reps[reps.NAME].fillna(""), strict=True)
    rows += [("rep", str(code), str(name), tr("rep {code}", code=code)) for code, name in people]
    table_of = dataset.accounts
    columns = (table_of[name].fillna("") for name in (accounts.ACCOUNT_ID, accounts.NAME, accounts.CITY))
    rows += [("account", str(code), str(name), f"{code}  {city}") for code, name, city in zip(*columns, strict=True)]
    return SearchIndex(
        tuple(f"{name} {code} {detail}".casefold() for _, code, name, detail in rows),
        tuple(SearchHit(kind, code, f"{name or code}  ·  {detail}") for kind, code, name, detail in rows),
    )
