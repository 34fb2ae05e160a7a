"""Scenes for the map, drawn one after the other beside the window; the latest wish wins."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.geo.basemap import BaseMap
from gtm_desktop.maps.plan_scene import SceneOptions, plan_scene
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.ui.bridge import WorkspaceBridge


@dataclass(frozen=True, eq=False)
class _Wish:
    dataset: Dataset
    result: PlanResult
    options: SceneOptions

    def is_same(self, other: "_Wish | None") -> bool:
        return (
            other is not None
            and self.dataset is other.dataset
            and self.result.plan_fingerprint == other.result.plan_fingerprint
            and self.options == other.options
        )


class SceneFeed(QObject):
    """Draws what is wished for; a wish that was overtaken is never shown."""

    begun = Signal()  # a scene is being drawn
    drawn = Signal(object)  # MapScene: the latest wish
    failed = Signal(object)  # UserError: the latest wish could not be drawn; it is shown as well
    cancelled = Signal()  # drawing the latest wish was stopped

    def __init__(self, bridge: WorkspaceBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wish: _Wish | None = None
        self._drawing: _Wish | None = None
        self._shown: _Wish | None = None
        self._base: tuple[Dataset, BaseMap] | None = None

    def wish(self, dataset: Dataset, result: PlanResult, options: SceneOptions) -> None:
        """Ask for a scene; what is already shown or being drawn is not drawn again."""
        self._wish = _Wish(dataset, result, options)
        if self._drawing is None and not self._wish.is_same(self._shown):
            self._draw(self._wish)

    def forget(self) -> None:
        """Wish for nothing; what is being drawn is thrown away."""
        self._wish = self._shown = None

    def draw_again(self) -> None:
        """Draw the latest wish, though it failed or was cancelled before."""
        if self._wish is not None and self._drawing is None:
            self._draw(self._wish)

    def _draw(self, wish: _Wish) -> None:
        self._drawing = wish
        self.begun.emit()
        base = self._base[1] if self._base is not None and self._base[0] is wish.dataset else None
        self._bridge.start_job(
            tr("Drawing the map"),
            lambda _progress: plan_scene(wish.dataset, wish.result, wish.options, base=base),
            done=self._on_drawn,
            failed=self._on_failed,
            cancelled=self._on_cancelled,
        )

    def _on_drawn(self, scene: MapScene) -> None:
        drawn, self._drawing = self._drawing, None
        if drawn is None:
            return
        if scene.base is not None:
            self._base = (drawn.dataset, scene.base)
        if self._wish is None:
            return
        if self._wish.is_same(drawn):
            self._shown = drawn
            self.drawn.emit(scene)
        else:
            self._draw(self._wish)

    def _on_failed(self, error: UserError) -> None:
        if self._is_latest_left():
            self.failed.emit(error)
        self._bridge.show_failure(error)

    def _on_cancelled(self) -> None:
        if self._is_latest_left():
            self.cancelled.emit()

    def _is_latest_left(self) -> bool:
        """Go on with what was wished for meanwhile; return whether it is the latest wish that was not drawn."""
        left, self._drawing = self._drawing, None
        if self._wish is None:
            return False
        if self._wish.is_same(left):
            self._shown = None  # a card takes the place of the map that was there
            return True
        self._draw(self._wish)
        return False
