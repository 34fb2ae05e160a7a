"""Who may import what, beyond the layers that import-linter holds."""

import subprocess
import sys

from tests.architecture import sources

OWNERS = {
    "PySide6": "ui",
    "pyqtgraph": "ui",
    "qtawesome": "ui",
    "folium": "maps",
    "branca": "maps",
    "sqlite3": "project",
    "python_calamine": "workbook",
    "xlsxwriter": "workbook",
    "openpyxl": "workbook",
    "ortools": "engine",
    "babel": "core",
    "platformdirs": "core",
}

# Modules that import something inside a function, and why they must.
LATE_IMPORTS = {
    "gtm_desktop/__main__.py": "the command line starts without Qt, the window without pandas",
    "gtm_desktop/ui/shell/pages.py": "pages are loaded after the first paint",
    "gtm_desktop/ui/printer.py": "the PDF printer needs the browser, which most runs never start",
}

NO_QT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "pyqtgraph", "qtawesome"}))
"""


READS_AT_ONCE = """
import sys
import gtm_desktop.workbook.reading.reading_child
print(*sorted({"numpy", "pandas"} & set(sys.modules)))
"""


def test_each_format_and_toolkit_is_imported_by_its_one_owner() -> None:
    strays = [
        f"{source.name}:{statement.lineno} imports {name}, which belongs to {owner}"
        for source in sources.package()
        for name, statement in sources.imported_modules(source.tree)
        if (owner := OWNERS.get(name.split(".")[0])) is not None and source.part != owner
    ]
    sources.refuse(strays)


def test_everything_but_the_window_is_imported_without_qt() -> None:
    modules = [
        source.name.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        for source in sources.package()
        if source.part != "ui"
    ]
    command = [sys.executable, "-c", NO_QT, *modules]
    run = subprocess.run(command, capture_output=True, text=True, cwd=sources.ROOT, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == ""


def test_a_child_begins_to_read_before_it_loads_what_understands_the_cells() -> None:
    command = [sys.executable, "-c", READS_AT_ONCE]
    run = subprocess.run(command, capture_output=True, text=True, cwd=sources.ROOT, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr


def test_imports_stand_at_the_top_but_for_the_listed_ones() -> None:
    late = [
        f"{source.name}:{statement.lineno}"
        for source in sources.package()
        if source.name not in LATE_IMPORTS
        for function in sources.functions(source.tree)
        for _, statement in sources.imported_modules(function)
    ]
    sources.refuse(late)


def test_every_listed_late_import_is_still_there() -> None:
    stale = [
        source.name
        for source in sources.package()
        if source.name in LATE_IMPORTS
        and not any(list(sources.imported_modules(function)) for function in sources.functions(source.tree))
    ]
    sources.refuse(stale)


def test_a_migration_imports_nothing_of_ours_but_migrations() -> None:
    ours = [
        f"{source.name}:{statement.lineno} imports {name}"
        for source in sources.package()
        if source.name.startswith("gtm_desktop/project/migrations/")
        for name, statement in sources.imported_modules(source.tree)
        if name.startswith("gtm_desktop") and not name.startswith("gtm_desktop.project.migrations")
    ]
    sources.refuse(ours)


def test_unit_tests_never_start_qt() -> None:
    qt = [
        f"{source.name}:{statement.lineno} imports {name}"
        for source in sources.tests()
        if source.name.startswith(("tests/unit/", "tests/property/"))
        for name, statement in sources.imported_modules(source.tree)
        if name.startswith(("PySide6", "pytestqt", "gtm_desktop.ui"))
    ]
    sources.refuse(qt)
