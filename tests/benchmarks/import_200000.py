"""Measure the import of 200,000 rows of 27 columns against the bare cell reader, on the same file in the same run.

    python -m tests.benchmarks.import_200000 [--rows N] [--columns N] [--runs N]

The list is generated anew. By turns, in processes of their own: python-calamine's `to_python` of the sheet, loading
included and nothing else, and the whole import to a validated, placed table: starting the child process, its libraries,
reading, and taking the tables over. Prints one line of JSON: median seconds and processor seconds of both, the ratios,
and the most memory that the importing child held. Written down in docs/import.md.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
import xlsxwriter

from gtm_desktop.core.progress import SILENT
from gtm_desktop.geo.place_data import place_data
from gtm_desktop.workbook.importing import import_workbook

_BARE = (
    "import sys, time, python_calamine as c; s, p = time.perf_counter(), time.process_time(); "
    "b = c.CalamineWorkbook.from_path(sys.argv[1]); "
    "b.get_sheet_by_name(b.sheet_names[0]).to_python(skip_empty_area=False); "
    "print(time.perf_counter() - s, time.process_time() - p)"
)
_WHOLE = "import sys; from tests.benchmarks.import_200000 import timed_import; timed_import(sys.argv[1])"
_KEYS = ["Cust #", "Customer Name", "Street", "City", "State", "ZIP", "Branch", "Outside Rep", "Inside Rep", "Channel"]
_AMOUNTS = ["Sales $", "GM $", "LY Sales", "LY GM $", "Est. Annual Spend $", "Orders", "Web Sales $", "Counter sales",
            "Inside Sales $", "Outside Sales $", "EDI", "Consumables", "Durables", "Services"]  # fmt: skip
_MB = 1024 * 1024


def main() -> int:
    """Generate, measure by turns and print."""
    parser = argparse.ArgumentParser(description="Measure the import against the bare cell reader.")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--columns", type=int, default=27)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    bare, whole = [], []
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-bench-") as folder:
        path = Path(folder) / "accounts.xlsx"
        write_list(path, asked.rows, asked.columns)
        for _ in range(asked.runs):
            bare.append(_run(_BARE, path))
            whole.append(_run(_WHOLE, path))
    medians = [[statistics.median(each) for each in zip(*runs, strict=True)] for runs in (bare, whole)]
    (seconds, processor_seconds), (import_seconds, import_processor_seconds, _) = medians
    figures = {
        "name": f"import of {asked.rows:,} x {asked.columns}",
        "bare_seconds": round(seconds, 2),
        "import_seconds": round(import_seconds, 2),
        "ratio": round(import_seconds / seconds, 2),
        "bare_processor_seconds": round(processor_seconds, 2),
        "import_processor_seconds": round(import_processor_seconds, 2),
        "processor_ratio": round(import_processor_seconds / processor_seconds, 2),
        "peak_child_mb": max(peak for _, _, peak in whole),
        "load": round(os.getloadavg()[0] / (os.cpu_count() or 1), 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def write_list(path: Path, rows: int, columns: int) -> None:
    """Write a list of this size: keys, amounts, and extra columns of texts that occur again."""
    rng, places = np.random.default_rng(7), place_data()
    zips = np.flatnonzero(places.zip_row >= 0)
    headers = [*_KEYS, *_AMOUNTS, *(f"Extra {i}" for i in range(1, 100))][:columns]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, headers)
        for row in range(1, rows + 1):
            number = int(zips[rng.integers(len(zips))])
            at = places.zip_row[number]
            keys = [f"C{row:07}", f"Account {row} Tool & Supply", f"{row} Main Street", places.zip_city[at] or "",
                    places.zip_state[at], f"{number:05}", f"B{row % 90:02}", f"R{row % 300:03}", f"I{row % 80:02}",
                    ("Outside", "Inside", "Web")[row % 3]]  # fmt: skip
            amounts = [round(float(each), 2) for each in rng.lognormal(8, 1.5, len(_AMOUNTS))]
            amounts[_AMOUNTS.index("Orders")] = float(row % 97)
            extras = [f"Text {row % 1000}"] * max(0, columns - len(keys) - len(amounts))
            for column, cell in enumerate([*keys, *amounts, *extras][:columns]):
                sheet.write(row, column, cell)


def timed_import(path: str) -> None:
    """Import, and print the seconds and processor seconds that it took and the most megabytes that its child held."""
    peak, me, children = 0.0, psutil.Process(), list[psutil.Process]()

    def look() -> bool:
        nonlocal peak, children
        with contextlib.suppress(psutil.Error):
            children = children or me.children()  # looking for them takes a while, and this is asked often
            peak = max(peak, peak, *(child.memory_info().rss / _MB for child in children))
        return False

    progress = type(SILENT)(is_cancelled=look)
    started, before = time.perf_counter(), _processor_seconds()
    import_workbook(Path(path), None, progress=progress)
    sys.stdout.write(f"{time.perf_counter() - started} {_processor_seconds() - before} {round(peak)}\n")


def _processor_seconds() -> float:
    """Return what this process and its children have used; children are not counted on Windows."""
    return sum(os.times()[:4])


def _run(program: str, path: Path) -> list[float]:
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True)
    return [float(figure) for figure in done.stdout.split()]


if __name__ == "__main__":
    sys.exit(main())
