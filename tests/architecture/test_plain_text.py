"""Names from a list are never read as HTML: tooltips, message boxes and labels are made in one place each."""

import ast
from collections.abc import Iterator

from tests.architecture import sources

TIPS = "gtm_desktop/ui/plain_text.py"
LABELS = "gtm_desktop/ui/widgets/labels.py"
MADE_IN = {
    "setToolTip": {TIPS},
    "showText": {TIPS},
    "QMessageBox": {TIPS},
    "QLabel": {LABELS},
    "setTextFormat": {TIPS, LABELS},
}
"""Calls that show a text which Qt may take for HTML, and the modules that make them."""
NEVER = {
    "setWhatsThis", "setStatusTip", "setHtml", "insertHtml", "showMessage",
    "QTextBrowser", "QTextEdit", "QTextDocument", "QErrorMessage", "QInputDialog", "QProgressDialog",
}  # fmt: skip
ANSWERS_TIPS = {"gtm_desktop/ui/models/frame_model.py"}
"""Models whose tooltips pass through `tip_text`; tests/gui/kit/test_plain_text.py tries each."""


def test_tooltips_message_boxes_and_labels_are_made_in_one_place() -> None:
    elsewhere = [
        f"{source.name}:{call.lineno} {name}"
        for source in sources.package()
        for call, name in _called(source.tree)
        if name in NEVER or (name in MADE_IN and source.name not in MADE_IN[name])
    ]
    sources.refuse(elsewhere)


def test_no_message_box_comes_by_a_short_cut_that_reads_html() -> None:
    short = [
        f"{source.name}:{call.lineno} {ast.unparse(call.func)}"
        for source in sources.package()
        for call, _ in _called(source.tree)
        if ast.unparse(call.func).startswith("QMessageBox.")
    ]
    sources.refuse(short)


def test_every_model_that_answers_with_tooltips_is_known() -> None:
    sources.refuse(
        [
            f"{source.name} answers ToolTipRole"
            for source in sources.package()
            if "ToolTipRole" in source.text and source.name not in ANSWERS_TIPS
        ]
    )


def _called(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
