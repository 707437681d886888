"""Sleep, screen lock and user switch on Linux, as systemd-logind and the screen saver tell them.

While a vault is open a delay inhibitor asks the system to wait with its sleep until the vault is
locked; the system waits five seconds at most. Signals: Manager.PrepareForSleep, Session.Lock, the
session's properties LockedHint and Active (freedesktop.org, org.freedesktop.login1), and
ActiveChanged of the screen savers of freedesktop.org and GNOME. A system without them, or without
the bus, is no trouble: what it cannot say is not heard.
"""

from __future__ import annotations

import os

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusError,
    QDBusMessage,
    QDBusObjectPath,
)

LOGIN = "org.freedesktop.login1"
ROOT = "/org/freedesktop/login1"
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
# service and interface, path, method; each answers in milliseconds
IDLE_MONITORS = (
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "GetIdletime"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "GetSessionIdleTime"),
)
PATIENCE_MS = 2000


class Logind(QObject):
    """Hears what Linux says about sleep and presence."""

    lock_wanted = Signal(str)
    """The computer goes to sleep, its screen was locked, or somebody else uses it: which."""

    def __init__(
        self, system: QDBusConnection, session: QDBusConnection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._system, self._session = system, session
        self._inhibitor: object | None = None
        self._mine = ""
        self._monitor = 0
        self._idle_ms: float | None = None
        self._asking = False

    def start(self) -> None:
        """Begin to hear, and ask to be waited for."""
        if self._system.isConnected():
            self._hear(
                self._system, LOGIN, ROOT, f"{LOGIN}.Manager", "PrepareForSleep", "sleep(bool)"
            )
            self._ask(
                _call(LOGIN, ROOT, f"{LOGIN}.Manager", "GetSession", _session_name()),
                "take_session",
            )
            self._inhibit()
        if self._session.isConnected():
            for name, path in SAVERS:
                self._hear(self._session, name, path, name, "ActiveChanged", "saver(bool)")
            self.ask_idle()

    def let_sleep(self) -> None:
        """Ask for no delay any more: all is locked, or cannot be."""
        self._inhibitor = None  # the last copy of the file descriptor closes with it

    def leave(self) -> None:
        """Hold the inhibitor to the very end: the system closes it with the process, when keys and
        texts are out of the memory. One that is let go of before could sleep with them in it."""

    def idle_seconds(self) -> float:
        """Seconds for which the whole session was idle when last asked; endless if unknown.

        Each call asks again for the next one, so that the window never waits for an answer.
        """
        self.ask_idle()
        return float("inf") if self._idle_ms is None else self._idle_ms / 1000

    def ask_idle(self) -> None:
        """Ask the session how long nobody was there."""
        if self._asking or self._monitor >= len(IDLE_MONITORS) or not self._session.isConnected():
            return
        self._asking = True
        service, path, method = IDLE_MONITORS[self._monitor]
        self._ask(_call(service, path, service, method), "take_idle", self._session)

    # -- what the system says

    @Slot(bool)
    def sleep(self, begins: bool) -> None:
        """The computer goes to sleep, or is awake again."""
        self.lock_wanted.emit("sleep" if begins else "awake")
        if not begins:
            self._inhibit()

    @Slot()
    def locked(self) -> None:
        """The session is to be locked."""
        self.lock_wanted.emit("session-lock")

    @Slot(bool)
    def saver(self, active: bool) -> None:
        """The screen saver or the lock screen came, or went."""
        if active:
            self.lock_wanted.emit("screen-lock")

    @Slot(QDBusMessage)
    def altered(self, _message: QDBusMessage) -> None:
        """Something about the session changed: ask what matters."""
        for name in ("LockedHint", "Active"):
            call = _call(
                LOGIN, self._mine, "org.freedesktop.DBus.Properties", "Get",
                f"{LOGIN}.Session", name,
            )  # fmt: skip
            self._ask(call, "take_hint" if name == "LockedHint" else "take_active")

    # -- answers

    @Slot(QDBusMessage)
    def take_session(self, answer: QDBusMessage) -> None:
        """Which session this program runs in."""
        for path in answer.arguments():
            if isinstance(path, QDBusObjectPath):
                self._mine = path.path()
        if self._mine:
            self._hear(self._system, LOGIN, self._mine, f"{LOGIN}.Session", "Lock", "locked()")
            properties = "org.freedesktop.DBus.Properties"
            name, slot = "PropertiesChanged", "altered(QDBusMessage)"
            self._hear(self._system, LOGIN, self._mine, properties, name, slot)

    @Slot(QDBusMessage)
    def take_hint(self, answer: QDBusMessage) -> None:
        """Whether the screen is locked."""
        if _plain(answer) is True:
            self.lock_wanted.emit("screen-lock")

    @Slot(QDBusMessage)
    def take_active(self, answer: QDBusMessage) -> None:
        """Whether this session is the one in front."""
        if _plain(answer) is False:
            self.lock_wanted.emit("user-switch")

    @Slot(QDBusMessage)
    def take_idle(self, answer: QDBusMessage) -> None:
        """How long nobody was there."""
        self._asking = False
        found = _plain(answer)
        if isinstance(found, int):
            self._idle_ms = float(found)

    @Slot(QDBusError, QDBusMessage)
    def refused(self, _error: QDBusError, call: QDBusMessage) -> None:
        """Something is not there on this computer. Only the idle time is asked of another then."""
        if call.member() in [method for _service, _path, method in IDLE_MONITORS]:
            self._asking = False
            self._idle_ms = None
            self._monitor += 1

    def _inhibit(self) -> None:
        call = _call(
            LOGIN, ROOT, f"{LOGIN}.Manager", "Inhibit",
            "sleep", "ROTH Planner", "Saving and locking", "delay",
        )  # fmt: skip
        self._ask(call, "take_inhibitor")

    @Slot(QDBusMessage)
    def take_inhibitor(self, answer: QDBusMessage) -> None:
        """The system waits from now on."""
        if answer.type() is QDBusMessage.MessageType.ReplyMessage:
            self._inhibitor = (answer.arguments() or [None])[0]

    def _hear(
        self, bus: QDBusConnection, service: str, path: str, interface: str, name: str, slot: str
    ) -> None:
        # PySide6 6.12 takes what SLOT gives, although its stub asks for bytes
        bus.connect(service, path, interface, name, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask(self, call: QDBusMessage, take: str, bus: QDBusConnection | None = None) -> None:
        # not with a QDBusPendingCallWatcher: PySide6 6.12 crashes when one is deleted unanswered
        (bus or self._system).callWithCallback(
            call,
            self,
            SLOT(f"{take}(QDBusMessage)"),  # type: ignore[call-overload]
            SLOT("refused(QDBusError,QDBusMessage)"),
            PATIENCE_MS,
        )


def _call(service: str, path: str, interface: str, method: str, *given: str) -> QDBusMessage:
    call = QDBusMessage.createMethodCall(service, path, interface, method)
    call.setArguments(list(given))
    call.setAutoStartService(False)
    return call


def _plain(answer: QDBusMessage) -> object:
    """The one value of an answer, out of its variant; None for an error."""
    if answer.type() is not QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
        return None
    value = answer.arguments()[0]
    return value.variant() if hasattr(value, "variant") else value


def _session_name() -> str:
    return os.environ.get("XDG_SESSION_ID", "auto")
