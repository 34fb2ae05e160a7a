"""The dialog that asks for the sheet and the header row."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.workbook.choices import FileChoices
from gtm_desktop.workbook.importing import ReadTable
from gtm_desktop.workbook.reading.text_file import ENCODINGS

_LAST_ROW = 999


class SheetDialog(QDialog):
    """Lets the user choose one of a workbook's sheets and its header row."""

    sheet_chosen = Signal(str, int)  # name of the sheet, header row as the spreadsheet numbers it; 0: find it

    def __init__(
        self,
        parent: QWidget,
        tables: Sequence[ReadTable],
        sheet: str,
        header_row: int,
        *,
        text: FileChoices | None = None,
    ) -> None:
        """Show the sheets; `text` says how a list in text form was opened, None of a workbook."""
        super().__init__(parent)
        self.setWindowTitle(tr("Change sheet"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheets = QComboBox()
        self._header_rows = self._list_tables(tables, sheet, header_row)
        self.header_row = QSpinBox()
        self.header_row.setRange(0, _LAST_ROW)
        self.header_row.setSpecialValueText(tr("find it"))
        self.header_row.setValue(header_row)
        self.sheets.activated.connect(lambda index: self.header_row.setValue(self._header_rows[index]))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        read = buttons.addButton(tr("Read this sheet"), QDialogButtonBox.ButtonRole.AcceptRole)
        read.setObjectName("primary")
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Sheet"), self.sheets)
        form.addRow(tr("Header row"), self.header_row)
        self.encoding, self.separator = QComboBox(), QComboBox()
        if text is not None:
            self._offer_text(form, text)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(label(tr("Meanings are guessed anew for another sheet or row."), "small", wrap=True))
        layout.addWidget(buttons)

    def _list_tables(self, tables: Sequence[ReadTable], sheet: str, header_row: int) -> list[int]:
        """List the tables and return the header row that choosing each of them means; 0: find it."""
        names = [table.sheet for table in tables]
        header_rows = []
        for table in tables:
            is_alone = names.count(table.sheet) == 1
            rows = ntr("{n} row", "{n} rows", table.rows)
            words = tr("{sheet} ({rows})", sheet=table.sheet, rows=rows)
            if not is_alone:  # tables below each other: the header row tells which is meant
                words = tr("{sheet}, from row {row} ({rows})", sheet=table.sheet, row=table.header_row, rows=rows)
            self.sheets.addItem(words, table.sheet)
            header_rows.append(0 if is_alone else table.header_row)
        here = [at for at, name in enumerate(names) if name == sheet]
        exact = [at for at in here if tables[at].header_row == header_row]
        self.sheets.setCurrentIndex(([*exact, *here] or [0])[0])
        return header_rows

    def _offer_text(self, form: QFormLayout, text: FileChoices) -> None:
        encodings = {name: name.upper() for name in ENCODINGS if name != "utf-8-sig"}
        separators = {",": tr("commas"), ";": tr("semicolons"), "\t": tr("tabs"), "|": tr("bars")}
        for box, choices, chosen, title in (
            (self.encoding, encodings, text.encoding, tr("Encoding")),
            (self.separator, separators, text.separator, tr("Cells parted by")),
        ):
            box.addItem(tr("find it"), None)
            for code, words in choices.items():
                box.addItem(words, code)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            form.addRow(title, box)

    def file_choices(self, old: FileChoices) -> FileChoices:
        """Return how the file is to be opened: as before, but for what was chosen here."""
        return replace(old, encoding=self.encoding.currentData(), separator=self.separator.currentData())

    def _on_accepted(self) -> None:
        self.accept()
        self.sheet_chosen.emit(self.sheets.currentData(), self.header_row.value())
