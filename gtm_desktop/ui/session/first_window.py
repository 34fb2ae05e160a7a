"""Going to the window that has a plan open already: it is asked over a local connection to come to the front."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gtm_desktop.core import owners

_COME = b"come to the front\n"
_HERE = b"here\n"
_WAIT_MS = 3000


class FrontDesk(QObject):
    """Listens for other windows of this user that want this one in front, and answers once it is."""

    def __init__(self, come_to_front: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._come_to_front = come_to_front
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)
        name = f"gtm-desktop-{owners.tag()}"
        self._server.listen(name if sys.platform == "win32" else str(Path(tempfile.gettempdir()) / name))

    @property
    def name(self) -> str:
        """Where it listens; empty where it cannot."""
        return self._server.fullServerName()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connected(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.setParent(self)
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.readyRead.connect(lambda visitor=visitor: self._on_asked(visitor))

    def _on_asked(self, visitor: QLocalSocket) -> None:
        if visitor.canReadLine() and visitor.readLine().data() == _COME:
            self._come_to_front()
            visitor.write(_HERE)
            visitor.flush()
            visitor.disconnectFromServer()


class Errand(QObject):
    """Asks another window to come to the front and tells once whether it did: one that hangs is not waited for long."""

    def __init__(self, name: str, on_end: Callable[[bool], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_end: Callable[[bool], None] | None = on_end
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._on_answered)
        self._socket.errorOccurred.connect(lambda _error: self._end(came=False))
        QTimer.singleShot(_WAIT_MS, self, lambda: self._end(came=False))
        self._socket.connectToServer(name)

    def _on_connected(self) -> None:
        self._socket.write(_COME)
        self._socket.flush()

    def _on_answered(self) -> None:
        if self._socket.canReadLine() and self._socket.readLine().data() == _HERE:
            self._end(came=True)

    def _end(self, *, came: bool) -> None:
        if self._on_end is None:
            return
        on_end, self._on_end = self._on_end, None
        self.deleteLater()
        on_end(came)
