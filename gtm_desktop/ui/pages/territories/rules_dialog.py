"""The dialog with the rules of how territories are formed; all of them change as one step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.scope import division_label
from gtm_desktop.planning.settings import Level, MadeOf, Settings
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.ui.pages.territories.rule_fields import Choice, Figure, Lines, Parts, RuleField, Switch, of
from gtm_desktop.ui.plain_text import copy_tip, set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.labels import label, set_tone
from gtm_desktop.ui.widgets.number_field import FigureKind

_COLUMN = 420
_HIGH = 560

Row = tuple[str, RuleField]
"""What stands before a field (nothing: the field spans the line), and the field."""


class RulesDialog(QDialog):
    """Shows the rules; accepting it hands the changed ones over. It deletes itself when it is closed.

    Args:
        settings: the rules as they are.
        parts: what each division has, and how each part is shown.
        on_taken: called with the changed rules; raises UserError where they make no sense, and the dialog stays.
    """

    def __init__(
        self,
        parent: QWidget,
        settings: Settings,
        *,
        parts: Mapping[Division, Mapping[str, str]],
        on_taken: Callable[[Settings], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Rules for territories"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.settings = settings
        self._on_taken = on_taken
        self._fields: list[RuleField] = []
        space = theme().tokens.space
        across = QHBoxLayout()
        across.setSpacing(space["m"])
        for sections in (_left_sections(), _right_sections(parts)):
            across.addLayout(self._column(sections))
        inside = QWidget()
        inside.setLayout(across)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._message = label("", "small", wrap=True)
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space["l"], space["l"], space["l"], space["m"])
        layout.setSpacing(space["m"])
        layout.addWidget(scroll, 1)
        layout.addWidget(self._message)
        layout.addWidget(self._buttons())
        self.resize(theme().px(2 * _COLUMN + 80), theme().px(_HIGH + 110))
        self._show()

    @property
    def message(self) -> str:
        """Why the rules cannot be used as they are; empty if nothing is wrong."""
        return self._message.text()

    def _column(self, sections: Sequence[tuple[str, str, Sequence[Row]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme().tokens.space["m"])
        for title, hint, rows in sections:
            card = Card(title)
            if hint:
                card.add(label(hint, "small", wrap=True))
            card.add(self._grid(rows))
            card.setMinimumWidth(theme().px(_COLUMN))
            column.addWidget(card)
        column.addStretch(1)
        return column

    def _grid(self, rows: Sequence[Row]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme().tokens.space["xs"])
        grid.setColumnStretch(0, 1)
        for at, (caption, field) in enumerate(rows):
            if caption:
                words = label(caption, "soft", wrap=True)
                copy_tip(field.widget, words)
                words.setBuddy(field.widget)
                grid.addWidget(words, at, 0)
                grid.addWidget(field.widget, at, 1, Qt.AlignmentFlag.AlignRight)
            else:
                grid.addWidget(field.widget, at, 0, 1, 2)
            field.edited.connect(self._on_edited)
            field.refused.connect(self._say)
            self._fields.append(field)
        return grid

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Use these rules"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("primary")
        set_tip(self.take, tr("One step that can be undone. Territories stay as they are until you build again."))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    def _show(self) -> None:
        for field in self._fields:
            field.show_rules(self.settings)

    def _on_edited(self, change: Callable[[Settings], Settings]) -> None:
        self.settings = change(self.settings)
        self._say("")
        for field in self._fields:
            if isinstance(field, Parts):
                field.follow(self.settings)

    def _say(self, message: str) -> None:
        self._message.setText(message)
        self._message.setVisible(bool(message))
        set_tone(self._message, "bad" if message else "")

    def _on_accepted(self) -> None:
        try:
            self._on_taken(self.settings)
        except UserError as error:
            self._say(f"{error.message} {error.remedy}")
        else:
            self.accept()


def _left_sections() -> Sequence[tuple[str, str, Sequence[Row]]]:
    return (
        (tr("Under a target"), "", (("", _failing()),)),
        (tr("Filling from inside"), "", _filling()),
        (tr("In one piece"), "", _pieces()),
        (tr("Customers with several sites"), "", _sites()),
        (tr("Calls and driving"), "", _calls()),
    )


def _right_sections(parts: Mapping[Division, Mapping[str, str]]) -> Sequence[tuple[str, str, Sequence[Row]]]:
    weights = tr("How much each counts beside the others; 100% is as it costs.")
    return (
        (tr("How much may change hands"), tr("A hard limit for building and improving; empty: no limit."), _changes()),
        (tr("Borders"), "", _borders()),
        (tr("Plan only a part"), tr("Everything else stays as it is and is still counted."), _scope(parts)),
        (tr("What the search weighs"), weights, _weights()),
        (tr("Search"), "", _search()),
    )


def _failing() -> RuleField:
    choices = (
        (True, tr("Mend it: raise, dissolve or hand inside, what costs least")),
        (False, tr("Only report what each way out would cost")),
    )
    tip = tr("Tested after filling, against the targets that are set. Locked territories are left alone.")
    return Choice(of("territories", "acts_on_failing"), tr("Under a target"), choices, tip=tip)


def _filling() -> Sequence[Row]:
    codes = (account_columns.GROSS_MARGIN, account_columns.REVENUE, territory_columns.POTENTIAL)
    metrics = tuple((code, labels.metric(code)) for code in codes)
    return (
        ("", Switch(of("territories", "is_filled"), tr("Fill spare capacity with the best inside accounts"),
                    tip=tr("Up to each person's planned capacity"))),
        (tr("Best by"), Choice(of("territories", "fill_metric"), tr("Best by"), metrics,
                               tip=tr("What ranks inside accounts, weighed against the drive"))),
    )  # fmt: skip


def _pieces() -> Sequence[Row]:
    made_of = tuple((each, labels.made_of(each)) for each in MadeOf)
    return (
        (tr("Territories are made of"),
         Choice(of("territories", "units"), tr("Territories are made of"), made_of,
                tip=tr("A county or ZIP region stays with one rep unless it is larger than a territory may be"))),
        ("", Switch(of("territories", "moves_enclaves"), tr("Small parts that lie apart join a neighbour"),
                    tip=tr("Fewer than ten accounts among another territory's; what stays apart is listed"))),
        (tr("Lines drawn on the map"), Lines(of("territories", "lines"))),
    )  # fmt: skip


def _sites() -> Sequence[Row]:
    levels = ((Level.ACCOUNT, tr("each site by itself")), (Level.PARENT, tr("all sites of a customer together")))
    return (
        (tr("Assigned"), Choice(of("territories", "assigned_level"), tr("Assigned"), levels,
                                tip=tr("A customer is what stands in the parent column"))),
        (tr("Each further site takes of a place"),
         Figure(of("territories", "site_weight"), FigureKind.SHARE, tr("Each further site takes of a place"),
                tip=tr("Of a person's capacity, in quarters of an account"))),
    )  # fmt: skip


def _calls() -> Sequence[Row]:
    visits = tr("Visits a year to an {tier}")
    tiers = (("a_visits", "A"), ("b_visits", "B"), ("c_visits", "C"))
    return (
        *((visits.format(tier=tier),
           Figure(of("call_plan", name), FigureKind.COUNT, visits.format(tier=tier), tip=visits.format(tier=tier)))
          for name, tier in tiers),
        (tr("Minutes a visit"), Figure(of("call_plan", "visit_minutes"), FigureKind.COUNT, tr("Minutes a visit"),
                                       tip=tr("Without the drive"))),
        (tr("Hours a week for visits and driving"),
         Figure(of("call_plan", "hours_week"), FigureKind.COUNT, tr("Hours a week for visits and driving"),
                tip=tr("Of a full-time rep; far-flung territories hold fewer accounts for it"))),
        (tr("Cost of a road kilometre"),
         Figure(of("call_plan", "cost_per_km"), FigureKind.MONEY, tr("Cost of a road kilometre"),
                tip=tr("What driving is weighed with"))),
        ("", Switch(of("territories", "starts_from_home"), tr("Reps start from home"),
                    tip=tr("Driving is measured from the home of the rep a territory is formed for, who keeps it"))),
    )  # fmt: skip


def _changes() -> Sequence[Row]:
    none = tr("no limit")
    return (
        (tr("Of the accounts with a rep today"),
         Figure(of("changes", "accounts_share"), FigureKind.SHARE, tr("Of the accounts with a rep today"),
                tip=tr("At most this share of accounts may go to another person"), empty=none)),
        (tr("Of their margin"),
         Figure(of("changes", "margin_share"), FigureKind.SHARE, tr("Of their margin"),
                tip=tr("At most this share of margin may go to another person"), empty=none)),
        (tr("Accounts of any one rep"),
         Figure(of("changes", "accounts_per_rep"), FigureKind.COUNT, tr("Accounts of any one rep"),
                tip=tr("No rep loses more accounts than this to others"), empty=none)),
    )  # fmt: skip


def _borders() -> Sequence[Row]:
    divisions = ((None, tr("none")), *((each, division_label(each)) for each in Division))
    return (
        (tr("Territories keep within one"),
         Choice(of("borders", "division"), tr("Territories keep within one"), divisions,
                tip=tr("Each territory belongs to one of them"))),
        (tr("Price of an account that crosses, a year"),
         Figure(of("borders", "crossing_price"), FigureKind.MONEY, tr("Price of an account that crosses, a year"),
                tip=tr("Empty: no account may cross"), empty=tr("never"))),
    )  # fmt: skip


def _scope(parts: Mapping[Division, Mapping[str, str]]) -> Sequence[Row]:
    divisions = ((None, tr("everything")), *((each, division_label(each)) for each in Division))
    return (
        (tr("Plan"), Choice((_division, _with_division), tr("Plan"), divisions,
                            tip=tr("By what the market is divided"))),
        ("", Parts(of("scope", "values"), _division, parts,
                   name=tr("Parts being planned"))),
    )  # fmt: skip


def _division(settings: Settings) -> Division | None:
    return settings.scope.division


def _with_division(settings: Settings, division: Division | None) -> Settings:
    """Divide the market otherwise; the parts of another division are no parts of this one."""
    return replace(settings, scope=Scope(division))


def _weights() -> Sequence[Row]:
    share = FigureKind.SHARE
    return (
        (tr("Driving"), Figure(of("territories", "travel_weight"), share, tr("Weight of driving"),
                               tip=tr("More: tighter territories; never 0%"))),
        (tr("Balance"), Figure(of("territories", "balance_weight"), share, tr("Weight of balance"),
                               tip=tr("More: margins of territories closer to their mean, and to the target"))),
        (tr("Keeping today's rep"), Figure(of("territories", "stability_weight"), share, tr("Weight of keeping"),
                                           tip=tr("More: fewer accounts change hands"))),
        (tr("Margins may differ from their mean by"),
         Figure(of("territories", "value_tolerance"), share, tr("Margins may differ from their mean by"),
                tip=tr("Only what lies further out counts against the balance"))),
    )  # fmt: skip


def _search() -> Sequence[Row]:
    return (
        (tr("Seconds"), Figure(of("territories", "seconds"), FigureKind.COUNT, tr("Seconds"),
                               tip=tr("How long the optimiser may look for something better; not read where tries "
                                      "are set"))),
        (tr("Tries"), Figure(of("territories", "iterations"), FigureKind.COUNT, tr("Tries"),
                             tip=tr("Empty: as many tries as fit into the seconds, so that two builds may differ. A "
                                    "number: however long it takes, the same list, rules and seed build the same "
                                    "plan again."), empty=tr("as many as fit"))),
        (tr("Seed"), Figure(of("territories", "seed"), FigureKind.COUNT, tr("Seed"),
                            tip=tr("Another seed tries in another order; the same one finds the same again"))),
    )  # fmt: skip
