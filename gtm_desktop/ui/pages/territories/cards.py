"""The cards of the left column: the tools, the bench, and the banner of an answer that has grown old."""

import json

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QPushButton, QScrollArea, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.ui.actions import Action, ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.pages.territories.view import BenchChip, BenchView, TerritoriesView
from gtm_desktop.ui.plain_text import copy_tip, set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card, clear_layout
from gtm_desktop.ui.widgets.flow import DragChip, FlowLayout
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME
from gtm_desktop.ui.widgets.number_field import FigureKind, NumberField

_CHIPS_HIGH = 76


class ToolsCard(Card):
    """Build, match, and the few rules that are changed here."""

    build_requested = Signal()
    match_requested = Signal()
    rules_requested = Signal()
    improve_requested = Signal()
    numbers_requested = Signal()
    targets_requested = Signal()
    quality_requested = Signal()
    rule_edited = Signal(str, object)  # which of `TerritoryRules`; its value, None for an emptied field
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.build, self.match = self._make_actions()
        self.rules, self.improve, self.numbers, self.targets, self.quality = self._make_more_actions()
        row = QHBoxLayout()
        row.setSpacing(theme().tokens.space["s"])
        row.addWidget(ActionButton(self.build, "primary"))
        row.addWidget(ActionButton(self.match))
        row.addStretch(1)
        row.addWidget(self._more())
        self.add(row)
        self._fields = {
            "number": NumberField(
                FigureKind.COUNT, tr("Number of territories"), empty=tr("auto"),
                tip=tr("Empty: as many as people, accounts and capacity bear"),
            ),
            "reach_km": NumberField(
                FigureKind.COUNT, tr("Reach for filling in km"),
                tip=tr("Inside accounts this far from a centre, as the crow flies, may fill spare capacity"),
            ),
            "value_target": NumberField(
                FigureKind.MONEY, tr("Margin target"), empty=tr("not tested"),
                tip=tr("Least margin of a territory; empty: not tested"),
            ),
            "potential_target": NumberField(
                FigureKind.MONEY, tr("Potential target"), empty=tr("not tested"),
                tip=tr("Least potential (spend elsewhere) of a territory; empty: not tested"),
            ),
        }  # fmt: skip
        self.add(self._grid())
        for name, field in self._fields.items():
            field.value_edited.connect(lambda value, name=name: self.rule_edited.emit(name, value))
            field.refused.connect(self.refused)

    def show_view(self, view: TerritoriesView, *, busy: str) -> None:
        """Show the rules; `busy` says why nothing can be built right now."""
        rules: TerritoryRules = view.rules
        for name, value in (
            ("number", rules.number), ("reach_km", rules.reach_km), ("value_target", rules.value_target),
            ("potential_target", rules.potential_target),
        ):  # fmt: skip
            with QSignalBlocker(self._fields[name]):
                self._fields[name].show_value(value)
        self._align()
        self.build.set_reason(busy)
        self.build.setText(tr("Rebuild territories") if view.is_built else tr("Build territories"))
        self.match.set_reason(busy or view.no_reps)
        self.rules.set_reason(busy)
        self.improve.set_reason(busy)
        self.numbers.set_reason(busy)
        self.targets.set_reason(busy or view.no_targets)
        self.quality.set_reason("" if view.is_built else tr("there are no territories yet"))

    def _more(self) -> QPushButton:
        button = QPushButton(tr("More"))
        button.setProperty("has_menu", "true")
        set_tip(button, tr("Rules, improving, other numbers of territories, and how good these are"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addActions([self.rules, self.improve, self.numbers])
        menu.addSeparator()
        menu.addActions([self.targets, self.quality])
        button.setMenu(menu)
        return button

    def _grid(self) -> QGridLayout:
        words = {
            "number": tr("Territories"),
            "reach_km": tr("Reach, km"),
            "value_target": tr("Margin target"),
            "potential_target": tr("Potential target"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().tokens.space["s"])
        grid.setVerticalSpacing(theme().tokens.space["xs"])
        for at, (name, field) in enumerate(self._fields.items()):
            row, column = at % 2, 3 * (at // 2)
            grid.addWidget(label(words[name], "soft"), row, column)
            grid.addWidget(field, row, column + 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(5, 1)
        return grid

    def _align(self) -> None:
        """Make the two targets as wide as each other."""
        targets = [self._fields[name] for name in ("value_target", "potential_target")]
        wide = max(field.sizeHint().width() for field in targets)
        for field in targets:
            field.setMinimumWidth(wide)

    def _make_actions(self) -> tuple[Action, Action]:
        build = ActionSpec(
            "territories.build", tr("Build territories"),
            tr("Form territories, fill them from inside and match reps, as one step to undo. Locks and what was set by "
               "hand stay"), "Ctrl+B",
        )  # fmt: skip
        match = ActionSpec(
            "territories.match", tr("Assign reps"),
            tr("Match reps to the territories as they are: accounts they have today, the way from home, performance"),
            "Ctrl+Shift+B", Icon.REP,
        )  # fmt: skip
        return (
            make_action(self, build, self.build_requested.emit),
            make_action(self, match, self.match_requested.emit),
        )

    def _make_more_actions(self) -> tuple[Action, ...]:
        specs = (
            (ActionSpec("territories.rules", tr("Rules…"), tr("Borders, how much may change, and what counts"),
                        "Ctrl+R"),
             self.rules_requested),
            (ActionSpec("territories.improve", tr("Improve what is there"),
                        tr("Better accounts for the same territories and people, from what is there now and within the "
                           "limit of changes; before any were built, from who has the accounts today"), "Ctrl+I"),
             self.improve_requested),
            (ActionSpec("territories.numbers", tr("One more, one fewer…"),
                        tr("Build the plan with one territory fewer, as many and one more, and compare the costs")),
             self.numbers_requested),
            (ActionSpec("territories.targets", tr("Under a target…"),
                        tr("Which territories miss a target, what each way out costs and does, and what was done"),
                        "Ctrl+T"),
             self.targets_requested),
            (ActionSpec("territories.quality", tr("How good is this?"), tr("What was found and what is proven")),
             self.quality_requested),
        )  # fmt: skip
        return tuple(make_action(self, spec, signal.emit) for spec, signal in specs)


class StaleBanner(QFrame):
    """Says that the answer rests on something that has changed since, with the way to mend it."""

    def __init__(self, build: Action, match: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._build, self._match, self._mends = build, match, build
        self._words = label("", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._words, 1)
        self._button = QPushButton()
        self._button.clicked.connect(lambda _checked=False: self._mends.trigger())
        layout.addWidget(self._button)
        self.hide()

    def show_reason(self, reason: str, *, needs_only_reps: bool) -> None:
        """Show why, and the button that mends it; an empty reason hides the banner."""
        self._mends = self._match if needs_only_reps else self._build
        self._button.setText(tr("Assign reps") if needs_only_reps else tr("Rebuild"))
        copy_tip(self._mends, self._button)
        self._words.setText(reason)
        self.setVisible(bool(reason))


class BenchCard(Card):
    """Who and what waits for a territory, as chips to drag or click."""

    chip_clicked = Signal(object, QPoint)  # BenchChip, where on the screen a menu may open

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Bench"), tr("drag onto a row or the map"), parent)
        self._sentence = label("", "small", wrap=True)
        self._inside = QWidget()
        self._flow = FlowLayout(self._inside, 6)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._scroll.setObjectName("benchScroll")
        self._scroll.setStyleSheet("#benchScroll, #benchScroll > QWidget > QWidget { background: transparent; }")
        self.add(self._sentence)
        self.add(self._scroll)

    def show_bench(self, view: BenchView) -> None:
        """Show the chips, or the sentence where there are none."""
        clear_layout(self._flow)
        for chip in view.chips:
            self._flow.addWidget(self._button(chip))
        self._sentence.setText(view.sentence)
        self._sentence.setVisible(bool(view.sentence))
        self._scroll.setVisible(bool(view.chips))
        lines = 1 if len(view.chips) < 3 else 2
        self._scroll.setFixedHeight(theme().px(_CHIPS_HIGH) * lines // 2)

    def _button(self, chip: BenchChip) -> QPushButton:
        if chip.why_fixed:
            fixed = QPushButton(chip.text)
            fixed.setProperty("kind", "chip")
            fixed.setEnabled(False)
            set_tip(fixed, chip.tip)
            return fixed
        mime, ids = (REP_MIME, [chip.rep_id]) if chip.rep_id else (ACCOUNTS_MIME, list(chip.account_ids))
        button = DragChip(chip.text, mime, json.dumps(ids).encode())
        set_tip(button, chip.tip)
        button.clicked.connect(
            lambda _checked=False: self.chip_clicked.emit(chip, button.mapToGlobal(button.rect().bottomLeft()))
        )
        return button
