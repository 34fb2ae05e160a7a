"""The page of requirements, and which tests name which of them. Run as a module it fills the page's last column."""

import re
from dataclasses import dataclass

from tests.architecture import sources

PAGE = sources.ROOT / "docs" / "requirements.md"
STATES = ("done", "part", "not yet")
NO_TEST = "no test yet"

_ROW = re.compile(r"^\| ((?:RULES )?[A-Z]?\d+(?:\.\d+)?) \| (.+?) \| (.+?) \| (.+?) \|$")
_ID = r"(?:R\d+\.\d+|[ADMCX]\d+)"
# Letters with plain numbers are cell addresses, too: those IDs count only after the word PRODUCT.
_NAMED = re.compile(rf"PRODUCT\s+({_ID}(?:(?:\s*,\s*|\s+and\s+){_ID})*)")
_ALONE = re.compile(r"\b(?:R\d\.\d+|RULES \d)\b(?!\.\d)")


@dataclass(frozen=True)
class Requirement:
    """One line of the page."""

    name: str
    what: str
    state: str
    tests: str


def read_page() -> list[Requirement]:
    """Return the requirements in the page's order."""
    rows = map(_ROW.match, PAGE.read_text(encoding="utf-8").splitlines())
    return [Requirement(*row.groups()) for row in rows if row]


def modules_by_requirement() -> dict[str, list[str]]:
    """Return the test modules that name each requirement, sorted."""
    found: dict[str, set[str]] = {}
    for source in sources.tests():
        if source.name.startswith("tests/architecture/"):
            continue
        groups = [match.group(1) for match in _NAMED.finditer(source.text)]
        names = {name for group in groups for name in re.findall(_ID, group)} | set(_ALONE.findall(source.text))
        for name in names:
            found.setdefault(name, set()).add(source.name)
    return {name: sorted(modules) for name, modules in found.items()}


def last_cell(modules: list[str]) -> str:
    """Return what the last column says."""
    return ", ".join(f"`{module.removeprefix('tests/')}`" for module in modules) or NO_TEST


def main() -> None:
    """Fill the last column from the tests."""
    named = modules_by_requirement()

    def filled(line: str) -> str:
        row = _ROW.match(line)
        if row is None:
            return line
        name, what, state, _ = row.groups()
        return f"| {name} | {what} | {state} | {last_cell(named.get(name, []))} |"

    lines = PAGE.read_text(encoding="utf-8").splitlines()
    PAGE.write_text("\n".join(map(filled, lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
