"""CSV and what goes to the clipboard or into a drag are written by `core.spreadsheet_text` and nowhere else."""

import ast

from tests.architecture import sources

OWNER = "gtm_desktop/core/spreadsheet_text.py"
CSV_WRITERS = {"csv.writer", "csv.DictWriter"}
FRAME_WRITERS = {"to_csv", "to_clipboard"}
TEXT_SETTERS = {"setText", "setHtml"}
SAFE = {"clipboard_text", "guarded_lines"}


def test_csv_is_written_in_one_place() -> None:
    elsewhere = [
        f"{source.name}:{call.lineno} {ast.unparse(call.func)}"
        for source in sources.package()
        if source.name != OWNER
        for call, name in sources.calls(source.tree)
        if name in FRAME_WRITERS or ast.unparse(call.func) in CSV_WRITERS
    ]
    sources.refuse(elsewhere)


def test_the_clipboard_and_drags_take_guarded_text_only() -> None:
    bare = [
        f"{source.name}:{call.lineno} {ast.unparse(call)}"
        for source in sources.package()
        for function in sources.functions(source.tree)
        for call, name in sources.calls(function)
        if name in TEXT_SETTERS
        and _takes_what_leaves(function, call)
        and not (isinstance(call.args[0], ast.Call) and ast.unparse(call.args[0].func) in SAFE)
    ]
    sources.refuse(bare)


def _takes_what_leaves(function: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.Call) -> bool:
    """Return whether a call gives text to the clipboard or to something that is dragged."""
    receiver = ast.unparse(call.func).rpartition(".")[0]
    made_here = {
        ast.unparse(node.targets[0])
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and "QMimeData(" in ast.unparse(node.value)
    }
    return receiver in made_here or "clipboard" in receiver.casefold()
