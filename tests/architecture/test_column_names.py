"""Column names are constants beside their schema; a quoted one elsewhere is a defect."""

import ast
from collections.abc import Iterator

from gtm_desktop.tables import accounts, reps, roster, territories
from tests.architecture import sources

COLUMN_NAMES = {column.name for table in (accounts, reps, roster, territories) for column in table.COLUMNS}

# Words of another format that happen to be a column's name too, and whose format it is.
OTHER_FORMATS: dict[str, str] = {
    "gtm_desktop/cli.py": "the keys of the JSON that the command line promises",
    "gtm_desktop/core/tokens.py": "the keys of resources/tokens.json",
    "gtm_desktop/geo/gazetteer.py": "the named groups of a pattern",
    "gtm_desktop/planning/owners.py": "the fields of OwnerTotal",
    "gtm_desktop/planning/summary.py": "the keys of the JSON that the command line promises",
    "gtm_desktop/ui/widgets/map_view.py": "the keys of what the map's page answers",
    "gtm_desktop/workbook/synonyms.py": "the keys of resources/synonyms.toml",
    "gtm_desktop/workspace/decisions.py": "the kinds of decisions",
    "gtm_desktop/workspace/headless.py": "the keys of the JSON that the command line promises",
}


def test_no_column_is_quoted_outside_its_table() -> None:
    quoted = [
        f"{source.name}:{node.lineno} {node.value!r}"
        for source in sources.package()
        if source.part != "tables" and source.name not in OTHER_FORMATS
        for node in _quoted_columns(source.tree)
    ]
    sources.refuse(quoted)


def _quoted_columns(tree: ast.Module) -> Iterator[ast.Constant]:
    """Give string constants that are column names: with an underscore anywhere, plain words only as a subscript."""
    subscripts = {
        id(constant)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for constant in ast.walk(node.slice)
        if isinstance(constant, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value in COLUMN_NAMES
            and ("_" in node.value or id(node) in subscripts)
        ):
            yield node
