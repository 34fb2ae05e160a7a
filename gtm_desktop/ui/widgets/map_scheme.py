"""The map's own URL scheme: everything the map page loads comes from this program, nothing from a network."""

from PySide6.QtWebEngineCore import QWebEngineUrlScheme

SCHEME = b"gtm"


def register_map_scheme() -> None:
    """Register the scheme; must happen before the QApplication is made. A second call changes nothing."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(
        flags.SecureScheme | flags.LocalScheme | flags.LocalAccessAllowed | flags.CorsEnabled | flags.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)
