"""Labels: text in the roles that the style sheet knows, and text that gives way instead of pushing."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gtm_desktop.ui.plain_text import set_tip


def label(text: str, role: str = "", *, wrap: bool = False, tone: str = "") -> QLabel:
    """Make a label.

    Args:
        text: plain text; never read as HTML.
        role: a name of the style sheet: cardTitle, soft, small, faint, strong, heading, kpiLabel, kpiFigure.
        wrap: break lines where the width ends.
        tone: good, warn, bad or accent.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setObjectName(role)
    if tone:
        made.setProperty("tone", tone)
    return made


def coloured_words() -> QLabel:
    """Make a label for words, each after a square in its colour: the one text that is HTML, and it is written here."""
    made = label("", "small")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.hide()
    return made


def set_coloured_words(target: QLabel, words: Sequence[tuple[str, str]]) -> None:
    """Show other (colour, word) pairs; a label without any is hidden."""
    parts = [f'<span style="color:{colour}">■</span>&nbsp;{html.escape(word)}' for colour, word in words]
    target.setText("&nbsp;&nbsp;&nbsp; ".join(parts))
    target.setVisible(bool(parts))


def set_tone(target: QLabel, tone: str) -> None:
    """Give a label the tone good, warn, bad, accent or none."""
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        target.style().polish(target)


class ElidedLabel(QLabel):
    """One line of text that ends in an ellipsis where the width ends; the whole text is its tooltip then."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setObjectName(role)

    def minimumSizeHint(self) -> QSize:
        """Give way down to a few letters."""
        return QSize(24, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._refresh_tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tooltip for text that does not fit."""
        super().resizeEvent(event)
        self._refresh_tip()

    def _refresh_tip(self) -> None:
        set_tip(self, self.text() if self.fontMetrics().horizontalAdvance(self.text()) > self.width() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, shortened where needed."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
