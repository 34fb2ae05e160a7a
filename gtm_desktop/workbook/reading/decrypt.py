"""Workbooks that a password protects."""

import io
from pathlib import Path
from typing import IO

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from gtm_desktop.workbook.reading.file_check import damaged, wrong_password


def decrypted(file: IO[bytes], path: Path, password: str) -> IO[bytes]:
    """Return the workbook inside an encrypted file; `path` only names it.

    Raises:
        UserError: with the codes wrong_password or damaged.
    """
    file.seek(0)
    content = io.BytesIO()
    try:
        office_file = msoffcrypto.OfficeFile(file)
        office_file.load_key(password=password)
        office_file.decrypt(content)
    except (InvalidKeyError, DecryptionError) as error:
        raise wrong_password(path) from error
    except (FileFormatError, ParseError, ValueError, KeyError, OSError) as error:
        raise damaged(path) from error
    content.seek(0)
    return content
