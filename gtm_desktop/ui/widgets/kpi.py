"""The figure tile: one number that matters, what it counts and what changed."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.labels import ElidedLabel, label, set_tone


@dataclass(frozen=True)
class KpiView:
    """What a figure tile says.

    Attributes:
        title: what is counted, such as "Outside".
        figure: the number as the user reads it.
        exact: the exact figure for the tooltip; empty for none.
        lines: up to a few soft lines below.
        change: what changed against today, with its sign in words or arrows; empty for nothing.
        tone: tone of the figure: good, warn, bad, accent or empty.
    """

    title: str
    figure: str
    exact: str = ""
    lines: tuple[str, ...] = ()
    change: str = ""
    tone: str = ""


class KpiFace(QWidget):
    """The figure with its title and lines, without a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "kpiLabel")
        self._figure = label("", "kpiFigure")
        self._lines: list[ElidedLabel] = []
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        self._change = ElidedLabel("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._figure)
        layout.addLayout(self._below)
        layout.addWidget(self._change)
        layout.addStretch(1)

    def show_kpi(self, view: KpiView) -> None:
        """Show a figure."""
        self._title.setText(view.title)
        self._figure.setText(view.figure)
        set_tone(self._figure, view.tone)
        self._show_lines(view.lines)
        self._change.setText(view.change)
        self._change.setVisible(bool(view.change))
        set_tip(self, view.exact)
        self.setAccessibleName(f"{view.title}: {view.figure}")

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        """Show one line of text each, never broken, so that nothing below moves while figures change."""
        while len(self._lines) < len(lines):
            line = ElidedLabel("", "small")
            self._lines.append(line)
            self._below.addWidget(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(lines))
            if number < len(lines):
                line.setText(lines[number] or "\N{NO-BREAK SPACE}")


class KpiTile(Card):
    """A card with one figure."""

    def __init__(self, view: KpiView | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._face = KpiFace()
        self.add(self._face)
        if view is not None:
            self.show_kpi(view)

    def show_kpi(self, view: KpiView) -> None:
        """Show a figure."""
        self._face.show_kpi(view)


class KpiStrip(Card):
    """Several figures side by side on one card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme().tokens.space["xl"])
        self._faces: list[KpiFace] = []
        self.add(self._row)

    def show_kpis(self, views: list[KpiView]) -> None:
        """Show these figures, left to right."""
        while len(self._faces) < len(views):
            face = KpiFace()
            self._faces.append(face)
            self._row.addWidget(face, 1)
        for number, face in enumerate(self._faces):
            face.setVisible(number < len(views))
            if number < len(views):
                face.show_kpi(views[number])
