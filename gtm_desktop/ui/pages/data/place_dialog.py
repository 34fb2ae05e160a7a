"""The dialog in which a place is picked by clicking the map."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.maps.place_scene import picked
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.map_view import MapView

_WIDTH, _HEIGHT = 900, 640
_SHARE = 0.9


class PlaceDialog(QDialog):
    """Shows the map and takes one click on it as the place of some accounts."""

    place_picked = Signal(str)  # latitude and longitude as they are typed: "42.96120, -85.65570"

    def __init__(self, parent: QWidget, scene: MapScene, accounts: int) -> None:
        """Pick the place of so many accounts on a scene of `place_scene`."""
        super().__init__(parent)
        self.setWindowTitle(tr("Pick on the map"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scene = scene
        self._text = ""
        self.view = MapView()
        self._said = label(tr("Zoom with the wheel, then click the place."), "soft")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = ntr("Place {n} account there", "Place {n} accounts there", accounts)
        self.place_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.place_button.setObjectName("primary")
        self.place_button.setEnabled(False)
        set_tip(self.place_button, tr("Click the map first"))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        across = QHBoxLayout()
        across.addWidget(self._said, 1)
        across.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme().tokens.space["m"])
        layout.addWidget(self.view, 1)
        layout.addLayout(across)
        room = parent.window().size() * _SHARE
        self.resize(min(_WIDTH, room.width()), min(_HEIGHT, room.height()))
        self.view.place_clicked.connect(self._on_place_clicked)
        self.view.show_map(scene)

    def _on_place_clicked(self, lat: float, lon: float) -> None:
        self._scene = picked(self._scene, lat, lon)
        self.view.show_map(self._scene)
        self._text = f"{lat:.5f}, {lon:.5f}"
        self._said.setText(tr("Picked: {place}", place=self._text))
        self.place_button.setEnabled(True)
        set_tip(self.place_button, "")

    def _on_accepted(self) -> None:
        self.accept()
        self.place_picked.emit(self._text)
