"""The dialog about territories under their targets: the three ways out of each, with price and effect, to take one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.ui.models.table_view import TableView, text_column
from gtm_desktop.ui.pages.territories.targets_view import CaseView, TargetsView, WayView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.table import DataTable

_WIDE, _HIGH = 960, 400
_ROW_HIGH, _MOST_ROWS = 28, 5
_WAY_HIGH = 226


class WayCard(Card):
    """One way out: what it costs, what it does, and the button that does it.

    Args:
        on_taken: called when it shall be done.
    """

    def __init__(self, on_taken: Callable[[], None]) -> None:
        super().__init__(" ")
        self._price = label("", "strong", wrap=True)
        self._effects = label("", "soft", wrap=True)
        self._effects.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.take = QPushButton(tr("Do this"))
        self.take.setAutoDefault(False)
        self.take.clicked.connect(lambda _checked=False: on_taken())
        self.add(self._price)
        self.add(self._effects, 1)
        self.add(self.take)
        self.setMinimumHeight(theme().px(_WAY_HIGH))

    @property
    def text(self) -> str:
        """What it says, price first."""
        return "\n".join(filter(None, (self._price.text(), self._effects.text())))

    def show_way(self, view: WayView, territory: str) -> None:
        """Show a way out of a territory's missed target, or why there is none."""
        self.set_title(view.name, tr("costs least") if view.is_cheapest else "")
        self._price.setText(view.price)
        set_tip(self._price, view.exact)
        self._price.setVisible(bool(view.price))
        self._effects.setText(view.refusal or "\n".join(view.effects))
        self.take.setEnabled(not view.refusal)
        self.take.setObjectName("primary" if view.is_cheapest else "")
        self.take.style().unpolish(self.take)
        self.take.style().polish(self.take)
        self.take.setAccessibleName(tr("{territory}: {way}", territory=territory, way=view.name))
        set_tip(self.take, view.refusal or tr("One step that can be undone"))


class TargetsDialog(QDialog):
    """Shows the territories and their ways out; it deletes itself when it is closed.

    Args:
        view: what it shows.
        territory_id: which territory is shown first; empty for the one furthest from its target.
        on_taken: called with the places of a territory and of the way that shall be done.
        on_lock: called with the id of a territory that shall be locked.
    """

    def __init__(
        self,
        parent: QWidget,
        view: TargetsView,
        *,
        territory_id: str = "",
        on_taken: Callable[[int, int], None],
        on_lock: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Territories under a target"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view, self._on_taken, self._on_lock = view, on_taken, on_lock
        self._place = 0
        self.table = DataTable()
        self.ways = [WayCard(partial(self._take, way)) for way in range(len(WayOut))]
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 16)
        self._layout.setSpacing(theme().tokens.space["m"])
        self._layout.addWidget(label(view.acts, "soft", wrap=True))
        self._layout.addWidget(self.table)
        self._lock = QPushButton()
        self._lock.setAutoDefault(False)
        self._lock.clicked.connect(lambda _checked=False: self._keep())
        self._add_cases(territory_id)
        self._add_done()
        words = tr(
            "Prices are a year: driving, handoffs and balance, what outside coverage adds, and what the position costs."
        )
        self._layout.addWidget(label(words, "small", wrap=True))
        self._layout.addWidget(self._buttons())
        self.resize(theme().px(_WIDE), max(theme().px(_HIGH), self.sizeHint().height()))

    @property
    def case(self) -> CaseView:
        """The territory whose ways out are shown."""
        return self._view.cases[self._place]

    def _add_cases(self, territory_id: str) -> None:
        cases = self._view.cases
        if not cases:
            self.table.hide()
            self._layout.addWidget(label(tr("With its spare capacity filled, no territory is under a target now."), ""))
            self._lock.hide()
            return
        self.table.show_table(_cases_table(cases))
        self.table.setFixedHeight(theme().px(_ROW_HIGH * (min(len(cases), _MOST_ROWS) + 1) + 6))
        across = QHBoxLayout()
        across.setSpacing(theme().tokens.space["m"])
        for card in self.ways:
            across.addWidget(card, 1)
        self._layout.addLayout(across, 1)
        ids = [each.territory_id for each in cases]
        self.table.rows_selected.connect(self._on_rows_selected)
        self._show_case(ids.index(territory_id) if territory_id in ids else 0)
        self.table.select_ids([self.case.territory_id])

    def _add_done(self) -> None:
        if self._view.done is None:
            return
        card = Card(tr("What was done before"))
        done = DataTable()
        done.show_table(self._view.done)
        done.setFixedHeight(theme().px(_ROW_HIGH * (min(len(self._view.done.row_ids), _MOST_ROWS) + 1) + 6))
        card.add(done)
        self._layout.addWidget(card)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._lock, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _on_rows_selected(self, ids: list[str]) -> None:
        if ids:
            self._show_case([each.territory_id for each in self._view.cases].index(ids[0]))

    def _show_case(self, place: int) -> None:
        self._place = place
        for card, way in zip(self.ways, self.case.ways, strict=True):
            card.show_way(way, self.case.name)
        is_locked = self.case.is_locked
        self._lock.setText(tr("Keep {territory}: lock it", territory=self.case.name))
        self._lock.setEnabled(not is_locked)
        set_tip(
            self._lock,
            tr("It is locked already") if is_locked else tr("No building touches a locked territory; one step to undo"),
        )

    def _take(self, way: int) -> None:
        self.accept()
        self._on_taken(self._place, way)

    def _keep(self) -> None:
        self.accept()
        self._on_lock(self.case.territory_id)


def _cases_table(cases: tuple[CaseView, ...]) -> TableView:
    return TableView(
        [each.territory_id for each in cases],
        (
            text_column("name", tr("Territory"), [each.name for each in cases]),
            text_column("missed", tr("Under its target"), [each.missed for each in cases],
                        notes=tuple(each.exact for each in cases)),
        ),
    )  # fmt: skip
