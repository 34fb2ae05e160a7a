"""The map's own URL scheme: everything the map page loads comes from this program, nothing from a network."""

import importlib.util
import mimetypes
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from gtm_desktop.core import paths

SCHEME = b"gtm"
PAGE_HOST = "plan"
PAGE_URL = f"{SCHEME.decode()}://{PAGE_HOST}/map.html"
_ALLOWED = (SCHEME.decode(), "data", "blob", "about", "qrc")


def register_map_scheme() -> None:
    """Register the scheme; must happen before the QApplication is made. A second call changes nothing."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(
        flags.SecureScheme | flags.LocalScheme | flags.LocalAccessAllowed | flags.CorsEnabled | flags.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


def leaflet_folder() -> Path:
    """Return where Leaflet's files lie: in the package that ships them, which is found but never imported."""
    spec = importlib.util.find_spec("js_lib_leaflet")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the program's copy of Leaflet is missing")
    return Path(spec.origin).parent / "static" / "js_lib_leaflet"


class MapSchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers the page's requests: Leaflet, our scripts, the document and its data."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = {"leaflet": leaflet_folder(), "map": paths.resource("map")}
        self._files: dict[str, bytes] = {}

    def put(self, name: str, body: bytes) -> None:
        """Serve these bytes under a name beside the map page, such as ``points.bin``."""
        self._files[name] = body

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request; what is not ours to give is not found."""
        url = job.requestUrl()
        body = self._body(url.host(), url.path().lstrip("/"))
        if body is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind = mimetypes.guess_type(url.path())[0] or "application/octet-stream"
        answer = QBuffer(job)
        answer.setData(QByteArray(body))
        answer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind.encode()), answer)

    def _body(self, host: str, name: str) -> bytes | None:
        if host == PAGE_HOST:
            return self._files.get(name)
        folder = self._folders.get(host)
        if folder is None:
            return None
        file = (folder / name).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None


class OfflineGuard(QWebEngineUrlRequestInterceptor):
    """Blocks every request that would leave the program, and keeps what was asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: list[str] = []
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let a request through or block it."""
        url = info.requestUrl()
        self.asked.append(url.toString())
        if url.scheme() not in _ALLOWED:
            self.blocked.append(url.toString())
            info.block(True)
