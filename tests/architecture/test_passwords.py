"""A password stands in no text about the value that holds it, and so in no log, message or report."""

import dataclasses
import importlib
import inspect
import re

from gtm_desktop.workbook.choices import FileChoices, ImportChoices, ReadRequest
from tests.architecture import sources

SECRET = re.compile(r"pass(word|phrase|wd)|secret|token$|credential", re.IGNORECASE)
NOT_SECRET = {"tokens"}  # the design's colours and sizes


def test_no_field_like_a_password_is_part_of_the_text_about_its_value() -> None:
    shown = []
    for source in sources.package():
        if source.name.endswith("__main__.py") or not any(SECRET.search(line) for line in source.text.splitlines()):
            continue
        module = importlib.import_module(source.name.removesuffix("/__init__.py").removesuffix(".py").replace("/", "."))
        for name, made in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(made) and made.__module__ == module.__name__:
                shown += [
                    f"{source.name} {name}.{field.name}"
                    for field in dataclasses.fields(made)
                    if SECRET.search(field.name) and field.name not in NOT_SECRET and field.repr
                ]
    sources.refuse(shown)


def test_the_text_about_a_request_says_nothing_of_its_password(tmp_path) -> None:
    file = FileChoices(password="swordfish")
    request = ReadRequest(tmp_path / "a.xlsx", choices=ImportChoices(accounts_file=file, reps_file=file))
    assert "swordfish" not in f"{request!r} {request} {request.choices!r} {file!r}"


def test_no_log_or_message_is_given_a_password() -> None:
    told = [
        f"{source.name}:{number} {line.strip()}"
        for source in sources.package()
        for number, line in enumerate(source.text.splitlines(), start=1)
        if re.search(r"(_logger|_log|logging)\.\w+\(.*password", line)
        or re.search(r"(tr|UserError)\(.*\{password\}", line)
    ]
    sources.refuse(told)
