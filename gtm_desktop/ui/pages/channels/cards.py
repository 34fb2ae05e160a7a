"""The cards at the left of the channels page: the two lines, and what a rep costs and covers."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gtm_desktop.core.words import money_short, tr
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.channels.view import PRESETS, ChannelsView, RoleView, ThresholdsView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.flow import ChipRow
from gtm_desktop.ui.widgets.histogram import HistogramLines
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.number_field import FigureKind, NumberField
from gtm_desktop.workspace.rule_edits import ChannelLine

_COST_COLUMN = 1


class ThresholdsCard(Card):
    """The histogram with the two channel lines, the lines as fields and presets, and the web-and-counter switch."""

    line_dragged = Signal(str, int)  # which line, cents; again and again
    line_released = Signal(str, int)  # the same once
    line_typed = Signal(str, int)  # which line, cents; typed or a preset
    web_switched = Signal(bool)  # leave web and counter sales out
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Thresholds"), parent=parent)
        self.histogram = HistogramLines()
        self.histogram.setMinimumHeight(92)
        set_tip(self.histogram, tr("Drag a line; or arrow keys: Up and Down choose a line, Left and Right move it"))
        self.histogram.line_edited.connect(self.line_dragged)
        self.histogram.line_released.connect(self.line_released)
        self.add(self.histogram, 1)
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme().tokens.space["s"])
        rows.setVerticalSpacing(theme().tokens.space["xs"])
        self.self_serve_below, self.self_serve_chips = self._line(
            rows, 0, ChannelLine.SELF_SERVE_BELOW, tr("Self-serve under"), Channel.SELF_SERVE
        )
        self.outside_above, self.outside_chips = self._line(
            rows, 1, ChannelLine.OUTSIDE_ABOVE, tr("Outside over"), Channel.OUTSIDE
        )
        rows.setColumnStretch(2, 1)
        self.add(rows)
        self.web = QCheckBox(tr("Leave out web and counter"))
        set_tip(
            self.web,
            tr(
                "Sizes are then margin × (1 − share of e-commerce and counter revenue), an estimate; the rest is inside"
            ),
        )
        self.web.toggled.connect(self.web_switched)
        self.web_effect = label("", "small", wrap=True)
        self.web_effect.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        web = QHBoxLayout()
        web.addWidget(self.web)
        web.addWidget(self.web_effect, 1)
        self.add(web)
        self.note = label("", "small", wrap=True)
        self.add(self.note)

    def show_thresholds(self, view: ThresholdsView) -> None:
        """Show lines, presets and the switch."""
        self.set_title(tr("Thresholds"), view.basis)
        self.histogram.show_histogram(view.histogram)
        self.self_serve_below.show_value(view.self_serve_below)
        self.outside_above.show_value(view.outside_above)
        self.self_serve_chips.show_choice(str(view.self_serve_below))
        self.outside_chips.show_choice(str(view.outside_above))
        with QSignalBlocker(self.web):  # showing is not editing
            self.web.setChecked(view.is_web_left_out)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))

    def show_web_effect(self, words: str) -> None:
        """Say what the switch does or would do."""
        self.web_effect.setText(words)

    def _line(
        self, rows: QGridLayout, at: int, line: ChannelLine, name: str, channel: str
    ) -> tuple[NumberField, ChipRow]:
        field = NumberField(FigureKind.MONEY, name, tip=tr("Exactly on the line is inside. Type 20000 or 20K."))
        field.value_edited.connect(lambda cents: self.line_typed.emit(line.value, cents))
        field.refused.connect(self.refused)
        chips = ChipRow()
        chips.set_choices([(str(cents), money_short(cents), f"{name} {money_short(cents)}") for cents in PRESETS[line]])
        chips.chosen.connect(lambda code: self.line_typed.emit(line.value, int(code)))
        rows.addWidget(_coloured(name, channel), at, 0)
        rows.addWidget(field, at, 1)
        rows.addWidget(chips, at, 2, Qt.AlignmentFlag.AlignVCenter)
        return field, chips


class CostsCard(Card):
    """What one person of each role costs and covers, and what that asks of an account."""

    cost_typed = Signal(str, int)  # channel code, cents a year
    planned_typed = Signal(str, int)  # channel code, accounts a person
    lift_typed = Signal(str, object)  # channel code, share of 1 or None
    self_serve_cost_typed = Signal(object)  # cents a year
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What a rep costs and covers"), parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().tokens.space["s"])
        self._grid.setVerticalSpacing(2)
        heads = (
            ("", ""),
            (tr("Loaded cost"), tr("What one person costs a year, all in")),
            (tr("Accounts"), tr("Planned accounts of one person; it drives every sum")),
            (tr("Must add"), tr("Loaded cost ÷ planned accounts")),
            (tr("Step"), tr("More than the next channel down asks")),
            (tr("At line"), tr("Required lift at the line: must add ÷ the line")),
            (tr("Assumed"), tr("Your own assumption of the yearly lift; empty until you type one")),
        )
        self._heads: list[QLabel] = []
        for column, (text, tip) in enumerate(heads):
            head = label(text, "small")
            set_tip(head, tip)
            self._heads.append(head)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(head, 0, column, side)
        self._grid.setColumnStretch(0, 1)
        self.add(self._grid)
        self.roles: dict[str, _RoleRow] = {}
        self._self_serve = QWidget()
        below = QHBoxLayout(self._self_serve)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(label(tr("Self-serve, cost a year"), "soft"))
        self.self_serve_cost = NumberField(FigureKind.MONEY, tr("Self-serve, cost a year"))
        self.self_serve_cost.value_edited.connect(self.self_serve_cost_typed)
        self.self_serve_cost.refused.connect(self.refused)
        below.addWidget(self.self_serve_cost)
        below.addStretch(1)
        self.add(self._self_serve)
        self.pays_from = label("", "small", wrap=True)
        self.add(self.pays_from)

    def show_costs(self, view: ChannelsView) -> None:
        """Show the roles, the typed cost of self-serve and from where a channel pays; costs only where they may be."""
        for role in view.roles:
            if role.channel not in self.roles:
                self.roles[role.channel] = _RoleRow(self, self._grid, 1 + 2 * len(self.roles), role)
            self.roles[role.channel].show_role(role)
        for channel, row in self.roles.items():
            row.set_shown(is_shown=any(role.channel == channel for role in view.roles))
            row.cost.setVisible(view.shows_cost and row.is_shown)
        self._heads[_COST_COLUMN].setVisible(view.shows_cost)
        self._self_serve.setVisible(view.shows_cost)
        self.set_title(tr("What a rep costs and covers") if view.shows_cost else tr("What a rep covers"))
        self.self_serve_cost.show_value(view.self_serve_cost)
        self.pays_from.setText(view.pays_from)


class _RoleRow:
    """The widgets of one role in the costs card's grid."""

    def __init__(self, card: CostsCard, grid: QGridLayout, at: int, view: RoleView) -> None:
        channel = view.channel
        self.is_shown = True
        self.cost = NumberField(FigureKind.MONEY, tr("{role}: loaded cost", role=view.name))
        self.cost.value_edited.connect(lambda cents: card.cost_typed.emit(channel, cents))
        self.planned = NumberField(FigureKind.COUNT, tr("{role}: planned accounts", role=view.name), tip=view.guide)
        self.planned.value_edited.connect(lambda number: card.planned_typed.emit(channel, number))
        self.lift = NumberField(FigureKind.SHARE, tr("{role}: assumed lift", role=view.name), empty=tr("none"))
        self.lift.value_edited.connect(lambda share: card.lift_typed.emit(channel, share))
        self._name = _coloured(view.name, channel)
        self._guide = label(view.guide, "faint")
        self._added, self._step, self._at_line = label("", "strong"), label(""), label("")
        cells: tuple[QWidget, ...] = (
            self._name, self.cost, self.planned, self._added, self._step, self._at_line, self.lift,
        )  # fmt: skip
        for column, widget in enumerate(cells):
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            grid.addWidget(widget, at, column, side | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._guide, at + 1, 0, 1, len(cells))
        for field in (self.cost, self.planned, self.lift):
            field.refused.connect(card.refused)
        self._widgets = (*cells, self._guide)

    def show_role(self, view: RoleView) -> None:
        """Show the role's figures."""
        self.cost.show_value(view.loaded_cost)
        self.planned.show_value(view.planned)
        self.lift.show_value(view.assumed_lift)
        for target, text in ((self._added, view.must_add), (self._step, view.step), (self._at_line, view.lift)):
            target.setText(text)
            set_tip(target, view.tip)

    def set_shown(self, *, is_shown: bool) -> None:
        """Show or hide the row."""
        self.is_shown = is_shown
        for widget in self._widgets:
            widget.setVisible(is_shown)


def _coloured(text: str, channel: str) -> QLabel:
    made = label(text, "strong")

    def paint() -> None:
        look = theme()
        colour = look.readable(QColor(look.channel(channel)), look.colour("card"))
        made.setStyleSheet(f"color: {colour.name()};")

    theme().follow(made, paint)
    return made
