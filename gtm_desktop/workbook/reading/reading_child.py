"""What the child process of an import runs: cells are read while the libraries that understand them are loaded.

Nothing that this module imports takes long. The cell reader leaves the interpreter free while it parses, and pandas
takes a second to load: both are done at once.
"""

import gc
import importlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from gtm_desktop.core.progress import Progress
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.reading.read import read_file

_UNDERSTANDING = "gtm_desktop.workbook.importing"


def read_and_store(paths: Sequence[Path], choices: ImportChoices, folder: Path, *, progress: Progress) -> Any:
    """Read the files, leave the tables in `folder` and return the `importing.ReadAnswer`.

    Raises:
        UserError: a file cannot be read at all.
        Cancelled: `progress` said so.
    """
    gc.disable()  # a short life with millions of cells and no cycles among them
    with ThreadPoolExecutor(1) as beside:
        content = beside.submit(read_file, paths[0], progress=progress, choices=choices.accounts_file)
        understanding = importlib.import_module(_UNDERSTANDING)
        return understanding.store_tables(content.result(), paths, choices, folder, progress=progress)
