"""The theme: design tokens become one palette, one style sheet and the colours of everything painted by hand."""

from collections.abc import Callable
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gtm_desktop.core import paths
from gtm_desktop.core.tokens import Tokens, design_tokens, mixed, readable

_TAG_SHARE = {"light": 0.13, "dark": 0.26}


class Mode(StrEnum):
    """Which colours the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TypeSize(StrEnum):
    """How large type is: as on a desk, or as on a projector."""

    DESK = "desk"
    PROJECTOR = "projector"


class Theme(QObject):
    """The colours and sizes in force. One lives as long as the application; get it with `theme()`."""

    changed = Signal()
    # Colours or sizes are others now; palette and style sheet are in place. Connect a widget's own methods only:
    # a function would be called after the widget has gone. For functions there is `follow`.

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = design_tokens()
        self.mode = Mode.SYSTEM
        self.type_size = TypeSize.DESK
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def is_dark(self) -> bool:
        """Whether dark colours are in force."""
        if self.mode is Mode.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.mode is Mode.DARK

    def set_mode(self, mode: Mode) -> None:
        """Use light or dark colours, or follow the system."""
        self.mode = mode
        self.apply()

    def set_type_size(self, size: TypeSize) -> None:
        """Use type for a desk or for a projector."""
        self.type_size = size
        self.apply()

    def hex(self, name: str) -> str:
        """Return a colour such as ``text_soft`` as ``#RRGGBB``."""
        return (self.tokens.dark if self.is_dark else self.tokens.light)[name]

    def colour(self, name: str) -> QColor:
        """Return a colour such as ``text_soft``."""
        return QColor(self.hex(name))

    def channel(self, code: str) -> QColor:
        """Return the colour of a channel; an unknown code is grey."""
        return QColor(self.tokens.channel.get(code, self.hex("text_faint")))

    def territory(self, number: int) -> QColor:
        """Return the colour of a territory by its colour number; numbers repeat after the last colour."""
        return QColor(self.tokens.territory[number % len(self.tokens.territory)])

    def tag_ground(self, colour: QColor) -> QColor:
        """Return the soft ground on which a tag of this colour is written."""
        share = _TAG_SHARE["dark" if self.is_dark else "light"]
        return QColor(mixed(colour.name(), self.hex("card"), share))

    def readable(self, colour: QColor, ground: QColor) -> QColor:
        """Return `colour`, moved towards the text colour until it can be read on `ground`."""
        return QColor(readable(colour.name(), ground.name(), towards=self.hex("text")))

    def px(self, size: float) -> int:
        """Return a type size in pixels at the type size in force."""
        factor = self.tokens.workshop_factor if self.type_size is TypeSize.PROJECTOR else 1.0
        return round(size * factor)

    @property
    def row_height(self) -> int:
        """Height of a table row."""
        return self.px(self.tokens.row_height)

    def font(self, size: float | None = None, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the program's font with tabular figures, of `size` (a token's figure) and weight."""
        font = QFont()
        font.setFamilies(list(self.tokens.families))
        font.setPixelSize(self.px(size or self.tokens.base))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def follow(self, owner: QObject, call: Callable[[], None]) -> None:
        """Call now, and again whenever the theme changes, for as long as `owner` lives."""
        _Follower(owner, self, call)

    def apply(self) -> None:
        """Put palette, font and style sheet in place and tell everything that paints by hand."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _style_sheet(self) -> str:
        """Return the style sheet with the tokens' figures in place."""
        tokens = self.tokens
        template = Template(paths.resource("theme/app.qss").read_text(encoding="utf-8"))
        values: dict[str, object] = dict(tokens.dark if self.is_dark else tokens.light)
        values |= {f"space_{name}": size for name, size in tokens.space.items()}
        values |= {f"radius_{name}": size for name, size in tokens.radius.items()}
        values |= {
            "hover": mixed(self.hex("text"), self.hex("card"), 0.05),
            "pressed": mixed(self.hex("text"), self.hex("card"), 0.11),
            "accent_hover": mixed(self.hex("text"), self.hex("accent"), 0.12),
            "base": self.px(tokens.base),
            "small": self.px(tokens.small),
            "kpi": self.px(tokens.kpi),
            "heading": self.px(tokens.kpi * 1.3),
            "hit": self.px(tokens.hit_area_min) - 2,
            "icons": paths.resource("icons").as_posix(),
            "mode": "dark" if self.is_dark else "light",
        }
        return template.substitute(values)

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for which, name in (
            (role.Window, "window"), (role.Base, "card"), (role.AlternateBase, "line_soft"), (role.Button, "card"),
            (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"), (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"), (role.ToolTipBase, "card"), (role.ToolTipText, "text"),
            (role.PlaceholderText, "text_faint"), (role.Link, "accent"), (role.Mid, "line"), (role.Accent, "accent"),
        ):  # fmt: skip
            palette.setColor(which, self.colour(name))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.colour("text_faint"))
        return palette

    def _on_system_changed(self) -> None:
        if self.mode is Mode.SYSTEM:
            self.apply()


class _Follower(QObject):
    """A child of its owner, so that nothing is called once the owner is gone."""

    def __init__(self, owner: QObject, look: Theme, call: Callable[[], None]) -> None:
        super().__init__(owner)
        self._call = call
        look.changed.connect(self._on_changed)
        call()

    def _on_changed(self) -> None:
        self._call()


_PROPERTY = "gtm_theme"


def theme() -> Theme:
    """Return the application's theme, made at the first call.

    Raises:
        RuntimeError: there is no QApplication yet.
    """
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("the theme needs a QApplication")
    found = app.property(_PROPERTY)
    if not isinstance(found, Theme):
        found = Theme(app)
        app.setProperty(_PROPERTY, found)
    return found
