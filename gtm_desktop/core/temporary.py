"""The program's own temporary folder: all of its temporary files lie in one place, which goes when the program ends.

Libraries leave files behind when the program is killed (each sheet that is written is one). Together in a folder that
says whose it is they can be swept at the next start.
"""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gtm_desktop.core import owners

_PREFIX = "gtm-desktop-"
_VARIABLE = "TMPDIR"
_logger = logging.getLogger(__name__)


@contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Put this program's temporary files, and those of its children, into a folder of their own for a while.

    Where none can be made they stay where the system puts them.
    """
    try:
        root = Path(tempfile.gettempdir())
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{owners.tag()}-"))
    except OSError as error:
        _logger.warning("no temporary folder of our own: %s", error.strerror)
        yield
        return
    earlier, said = tempfile.tempdir, os.environ.get(_VARIABLE)
    tempfile.tempdir = str(folder)
    if sys.platform != "win32":
        os.environ[_VARIABLE] = str(folder)
    try:
        sweep(root)
        yield
    finally:
        tempfile.tempdir = earlier
        if said is not None:
            os.environ[_VARIABLE] = said
        elif sys.platform != "win32":
            os.environ.pop(_VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> None:
    """Delete the folders in `root` that killed processes of this program on this computer left."""
    try:
        found = list(root.glob(f"{_PREFIX}*"))
    except OSError:  # it cannot be listed: another time
        return
    for each in found:
        if owners.tag_is_of_the_gone(each.name.removeprefix(_PREFIX).rpartition("-")[0]) and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
