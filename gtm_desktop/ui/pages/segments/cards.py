"""The cards at the left of the segments page: size, product mix, purchasing pattern and share of wallet."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.settings import Level, SizeYear
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE
from gtm_desktop.ui.pages.segments.bars import BandBar, BandLegend, BarList, BarPart
from gtm_desktop.ui.pages.segments.view import BandView, SizeView, TierView, basis_text
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.histogram import HistogramLines
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.number_field import FigureKind, NumberField
from gtm_desktop.workspace.rule_edits import SizeLine


class SizeCard(Card):
    """The histogram with the two size lines, the lines as fields, and what each tier holds."""

    line_dragged = Signal(str, int)  # which line, cents; again and again
    line_released = Signal(str, int)  # the same once
    line_typed = Signal(str, int)  # which line, cents
    basis_chosen = Signal(str, object)  # account column, Level
    year_chosen = Signal(object)  # SizeYear
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("1 · Size"), parent=parent)
        self.basis = QPushButton()
        set_tip(self.basis, tr("What size is measured by, at what level, of which year"))
        self.basis.setMenu(self._basis_menu())
        self.basis.setProperty("has_menu", "true")
        self.add_action(self.basis)
        self.histogram = HistogramLines()
        self.histogram.setMinimumHeight(108)
        set_tip(self.histogram, tr("Drag a line; or arrow keys: Up and Down choose a line, Left and Right move it"))
        self.histogram.line_edited.connect(self.line_dragged)
        self.histogram.line_released.connect(self.line_released)
        self.add(self.histogram, 1)
        self.c_below = self._field(SizeLine.C_BELOW, tr("C under"))
        self.a_above = self._field(SizeLine.A_ABOVE, tr("A over"))
        fields = QHBoxLayout()
        fields.addWidget(label(tr("C under"), "soft"))
        fields.addWidget(self.c_below)
        fields.addStretch(1)
        fields.addWidget(label(tr("A over"), "soft"))
        fields.addWidget(self.a_above)
        self.add(fields)
        self._tiers = [_TierFace() for _ in range(4)]
        tiers = QHBoxLayout()
        tiers.setSpacing(theme().tokens.space["s"])
        for face in self._tiers:
            tiers.addWidget(face, 1)
        self.add(tiers)
        self.note = label("", "small", wrap=True)
        self.add(self.note)

    def show_size(self, view: SizeView) -> None:
        """Show lines and tiers."""
        self.basis.setText(view.basis)
        self.histogram.show_histogram(view.histogram)
        self.c_below.show_value(view.c_below)
        self.a_above.show_value(view.a_above)
        for face, tier in zip(self._tiers, view.tiers, strict=True):
            face.show_tier(tier)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))

    def _field(self, line: SizeLine, name: str) -> NumberField:
        field = NumberField(FigureKind.MONEY, name, tip=tr("Exactly on the line is a B. Type 25000 or 25K."))
        field.value_edited.connect(lambda cents: self.line_typed.emit(line.value, cents))
        field.refused.connect(self.refused)
        return field

    def _basis_menu(self) -> QMenu:
        menu = QMenu(self)
        for metric in (GROSS_MARGIN, REVENUE):
            for level in Level:
                action = menu.addAction(basis_text(metric, level))
                action.triggered.connect(
                    lambda _checked=False, metric=metric, level=level: self.basis_chosen.emit(metric, level)
                )
        menu.addSection(tr("Of which year"))
        for year in SizeYear:
            action = menu.addAction(labels.size_year(year))
            action.triggered.connect(lambda _checked=False, year=year: self.year_chosen.emit(year))
        return menu


class _TierFace(QWidget):
    """One tier's count with its share and the usual share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("", "small")
        self._figure = label("", "strong")
        self._share = label("", "small")
        self._guide = label("", "faint")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(5)
        layout.setVerticalSpacing(0)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(self._figure, 0, 1)
        layout.addWidget(self._share, 1, 0, 1, 2)
        layout.addWidget(self._guide, 2, 0, 1, 2)
        layout.setColumnStretch(1, 1)

    def show_tier(self, tier: TierView) -> None:
        self._name.setText(tier.name)
        if tier.colour:
            look = theme()
            colour = look.readable(QColor(tier.colour), look.colour("card"))
            self._name.setStyleSheet(f"color: {colour.name()}; font-weight: 600;")
        self._figure.setText(tier.figure)
        self._share.setText(tier.share)
        self._guide.setText(tier.guide)


class BandCard(Card):
    """A dimension of three bands: two editable cut-offs and a bar with counts."""

    bands_typed = Signal(float, float)  # lower and upper cut-off, shares of 1
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, title: str, hint: str, *, low: str, high: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(title, hint, parent)
        self.low = NumberField(FigureKind.SHARE, f"{title}: {low}", tip=tip)
        self.high = NumberField(FigureKind.SHARE, f"{title}: {high}", tip=tip)
        self._view: BandView | None = None
        self.low.refused.connect(self.refused)
        self.high.refused.connect(self.refused)
        self.low.value_edited.connect(self._on_low_edited)
        self.high.value_edited.connect(self._on_high_edited)
        self.bar = BandBar(title)
        self.legend = BandLegend()
        across = QHBoxLayout()
        across.setSpacing(theme().tokens.space["s"])
        across.addWidget(self.low)
        across.addWidget(self.bar, 1)
        across.addWidget(self.high)
        self.add(across)
        self.add(self.legend)

    def show_bands(self, view: BandView) -> None:
        """Show cut-offs and counts."""
        self._view = view
        self.low.show_value(view.low)
        self.high.show_value(view.high)
        self.bar.show_parts(view.parts)
        self.legend.show_parts(view.parts, view.note)

    def _on_low_edited(self, share: float) -> None:
        if self._view is not None:
            self.bands_typed.emit(share, self._view.high)

    def _on_high_edited(self, share: float) -> None:
        if self._view is not None:
            self.bands_typed.emit(self._view.low, share)


class PatternCard(Card):
    """Where accounts buy most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("3 · Purchasing pattern"), tr("where they buy most"), parent)
        self.bars = BarList(tr("Purchasing pattern"))
        self.add(self.bars)

    def show_pattern(self, parts: tuple[BarPart, ...]) -> None:
        """Show how many accounts buy most through each channel."""
        self.bars.show_parts(parts)
