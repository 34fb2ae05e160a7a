"""The map: a web page of our own that shows a `MapScene` and says what was lassoed, clicked and dropped."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QFile, QIODevice, QMimeData, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.spreadsheet_text import guarded_lines
from gtm_desktop.core.words import ntr
from gtm_desktop.maps import document
from gtm_desktop.maps.layers import CHANNEL_SCRIPT
from gtm_desktop.maps.points import colour_buffer
from gtm_desktop.maps.scene import NO_TERRITORY, MapScene
from gtm_desktop.ui.icons import Icon, pixmap
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.map_bridge import MapBridge
from gtm_desktop.ui.widgets.map_revival import MapRevival
from gtm_desktop.ui.widgets.map_scheme import PAGE_URL, SCHEME, MapSchemeHandler, OfflineGuard

ACCOUNTS_MIME = "application/x-gtm-accounts"
"""Dragged accounts: a JSON list of account ids."""
REP_MIME = "application/x-gtm-rep"
"""A dragged rep: a JSON list with one rep code."""


class MapTool(StrEnum):
    """What dragging on the map does."""

    PAN = "pan"
    LASSO = "lasso"
    LINE = "line"


class MapView(QWebEngineView):
    """Shows a `MapScene`. Accounts are spoken of by their number in the scene, territories by their id."""

    drawn = Signal()  # what was last shown is on the screen
    accounts_lassoed = Signal(list)  # numbers of the selected accounts; empty: the selection was cleared
    selection_changed = Signal(list)  # the same, whoever changed it
    line_drawn = Signal(list)  # its points, each latitude and longitude in degrees
    account_clicked = Signal(int)  # number of the account
    territory_clicked = Signal(str)  # id; empty where there is none
    place_clicked = Signal(float, float)  # latitude, longitude: of every click, whatever lies there
    dragged_over_map = Signal(str, bytes, str)  # MIME type, payload, territory id ("" for none); all empty: it left
    dropped_on_map = Signal(str, bytes, float, float, str)  # MIME type, payload, latitude, longitude, territory id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._scene: MapScene | None = None
        self._selection: list[int] = []
        self._tool = MapTool.PAN
        self._is_ready = False
        self._revision = 0
        self._waiting: set[str] = set()
        self._hover_asked = False
        self._highlighted = ""
        self._has_base = self._is_recoloured = self._is_restoring = False
        self.bridge = MapBridge(self)
        self.guard = OfflineGuard(self)
        self._handler = MapSchemeHandler(self)
        self._profile = QWebEngineProfile()
        self._profile.installUrlSchemeHandler(SCHEME, self._handler)
        self._profile.setUrlRequestInterceptor(self.guard)
        self._page = QWebEnginePage(self._profile, self)
        self._profile.setParent(self)  # after the page: children go in the order they came, and the page must go first
        self._page.setBackgroundColor(theme().colour("map_water"))
        self._channel = QWebChannel(self)
        self._channel.registerObject("map", self.bridge)
        self._page.setWebChannel(self._channel)
        self.setPage(self._page)
        self.revival = MapRevival(self._page, self)
        self._listen()
        self._handler.put("map.html", document.page())
        self._handler.put(CHANNEL_SCRIPT, _channel_script())
        self.load(QUrl(PAGE_URL))

    def _listen(self) -> None:
        bridge = self.bridge
        bridge.ready.connect(self._on_ready)
        bridge.drawn.connect(self._on_drawn)
        bridge.lassoed.connect(self._on_lassoed)
        bridge.line_drawn.connect(self.line_drawn)
        bridge.account_clicked.connect(self.account_clicked)
        bridge.territory_clicked.connect(self.territory_clicked)
        bridge.place_clicked.connect(self.place_clicked)
        bridge.hovered.connect(self._on_hovered)
        bridge.moved.connect(self.revival.keep_place)
        bridge.drag_begun.connect(lambda: QTimer.singleShot(0, self.start_drag))
        self.revival.died.connect(self._on_died)
        self.revival.load_requested.connect(lambda: self.load(QUrl(PAGE_URL)))
        theme().changed.connect(self._on_theme_changed)

    @property
    def selection(self) -> list[int]:
        """The numbers of the selected accounts."""
        return list(self._selection)

    def show_map(self, scene: MapScene) -> None:
        """Show a scene; the view stays where it is unless the base map is another. `drawn` follows."""
        had = self._scene
        self._scene = scene
        kinds = {"points", "shapes", "marks"}
        if scene.base is not None and (had is None or had.base is not scene.base):
            kinds.add("base")
            self._has_base = True
            self._is_restoring = False  # another region has no place in common with the one that was shown
        if had is None or had.palette != scene.palette:
            kinds.add("look")
            self._put_look()
        for kind, body in document.scene_files(scene).items():
            self._handler.put(f"{kind}.{'bin' if kind == 'points' else 'json'}", body)
        self._is_recoloured = False
        if had is not None and list(had.ids) != list(scene.ids):
            self.select_accounts(())
        self._refresh(kinds)

    def recolour(self, colour: NDArray[Any]) -> None:
        """Give the accounts of the scene other colours: n positions in its palette."""
        self._handler.put("colours.bin", colour_buffer(colour))
        self._is_recoloured = True
        self._refresh({"colours"})

    def highlight_territory(self, territory_id: str) -> None:
        """Bring one territory to the fore; an empty id brings back all."""
        self._highlighted = territory_id
        self._run(f"GTM.highlight({self._number_of(territory_id)})")

    def zoom_to_fit(self) -> None:
        """Show the whole region."""
        self._run("GTM.fit()")

    def zoom_to_territory(self, territory_id: str) -> None:
        """Show one territory as large as it fits."""
        self._run(f"GTM.fitTerritory({self._number_of(territory_id)})")

    def bring_into_view(self, territory_id: str) -> None:
        """Move and zoom only where one territory is out of sight or too small to see."""
        self._run(f"GTM.bringIntoView({self._number_of(territory_id)})")

    def go_to_account(self, number: int) -> None:
        """Bring one account to the middle and mark it."""
        self._run(f"GTM.goTo({number})")

    def show_accounts(self, numbers: Sequence[int]) -> None:
        """Bring accounts into view and ring them; nothing is selected by that."""
        self._run(f"GTM.showAccounts({json.dumps([int(number) for number in numbers])})")

    def set_tool(self, tool: MapTool) -> None:
        """Let dragging pan the map, draw a lasso or draw a line."""
        self._tool = tool
        self._run(f"GTM.tools.setTool({json.dumps(tool.value)})")

    def select_accounts(self, numbers: Sequence[int]) -> None:
        """Mark accounts as selected without telling that the user did it."""
        self._selection = [int(number) for number in numbers]
        self._run(f"GTM.tools.setSelection({json.dumps(self._selection)})")
        self.selection_changed.emit(self.selection)

    def start_drag(self) -> None:
        """Drag the selected accounts out of the map; the payload is a JSON list of their ids."""
        if self._scene is None or not self._selection:
            return
        data = QMimeData()
        data.setData(ACCOUNTS_MIME, json.dumps([str(self._scene.ids[number]) for number in self._selection]).encode())
        data.setText(guarded_lines([ntr("{n} account", "{n} accounts", len(self._selection))]))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(pixmap(Icon.ACCOUNT, 24, "accent"))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)
        self._run("GTM.tools.release()")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take accounts and reps only."""
        if _carried(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Bring the territory under the pointer to the fore and say which it is."""
        event.acceptProposedAction()
        carried = _carried(event.mimeData())
        if carried and not self._hover_asked:
            self._hover_asked = True
            self._ask_under(event.position(), lambda under: self._on_hover_answered(carried, under))

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Bring back all territories."""
        self._end_hover()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask the page what lies under the pointer and say what was dropped there."""
        carried = _carried(event.mimeData())
        if not carried:
            event.ignore()
            return
        event.acceptProposedAction()
        self._end_hover()
        mime, payload = carried
        self._ask_under(
            event.position(),
            lambda under: self.dropped_on_map.emit(mime, payload, under["lat"], under["lon"], under["id"]),
        )

    def _ask_under(self, place: QPointF, on_answer: Callable[[dict[str, Any]], None]) -> None:
        x, y = place.x() / self.zoomFactor(), place.y() / self.zoomFactor()

        def answered(text: object) -> None:
            self._hover_asked = False
            if isinstance(text, str) and text:
                on_answer(json.loads(text))

        self._page.runJavaScript(f"GTM.under({x}, {y})", 0, answered)

    def _on_hover_answered(self, carried: tuple[str, bytes], under: dict[str, Any]) -> None:
        self._run(f"GTM.highlight({under['number']})")
        self.dragged_over_map.emit(*carried, under["id"])

    def _end_hover(self) -> None:
        self._run("GTM.highlight(-1)")
        self.dragged_over_map.emit("", b"", "")

    def _refresh(self, kinds: set[str]) -> None:
        self._waiting |= kinds
        if self._is_ready and self._scene is not None:
            self._revision += 1
            kinds, self._waiting = self._waiting, set()
            place = json.dumps(self.revival.place if self._is_restoring else None)
            self._is_restoring = False
            self._run(f"GTM.refresh({json.dumps(sorted(kinds))}, {self._revision}, {place})")

    def _run(self, script: str) -> None:
        if self._is_ready:
            self._page.runJavaScript(script)

    def _number_of(self, territory_id: str) -> int:
        return NO_TERRITORY if self._scene is None else self._scene.number_of.get(territory_id, NO_TERRITORY)

    def _put_look(self) -> None:
        look = theme()
        colours = look.tokens.dark if look.is_dark else look.tokens.light
        palette = self._scene.palette if self._scene is not None else ()
        self._handler.put("look.json", document.look_file(colours, look.tokens, palette))

    def _on_ready(self) -> None:
        self._is_ready = True
        self.revival.note_ready()
        self.set_tool(self._tool)
        self.select_accounts(self._selection)
        self._refresh({"look"} if self._scene is not None else set())
        self.highlight_territory(self._highlighted)

    def _on_died(self) -> None:
        self._is_ready = self._hover_asked = False
        if self._scene is not None:
            self._is_restoring = True
            self._waiting |= {"look", "shapes", "marks", "points"}
            self._waiting |= {"base"} if self._has_base else set()
            self._waiting |= {"colours"} if self._is_recoloured else set()
        self._end_hover()

    def _on_drawn(self, revision: int) -> None:
        if revision == self._revision:
            self.drawn.emit()

    def _on_lassoed(self, numbers: list[int]) -> None:
        self._selection = numbers
        self.selection_changed.emit(self.selection)
        self.accounts_lassoed.emit(numbers)

    def _on_hovered(self, number: int) -> None:
        if self._scene is not None and number < len(self._scene.tips):
            self._run(f"GTM.tools.showTip({number}, {json.dumps(self._scene.tips[number])})")

    def _on_theme_changed(self) -> None:
        self._page.setBackgroundColor(theme().colour("map_water"))
        self._put_look()
        self._refresh({"look"})


def _channel_script() -> bytes:
    """Return Qt's script. A page gets it with its other files: one injected by Qt misses some reloads after a crash."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())


def _carried(data: QMimeData) -> tuple[str, bytes] | None:
    for mime in (ACCOUNTS_MIME, REP_MIME):
        if data.hasFormat(mime):
            return mime, bytes(data.data(mime).data())
    return None
