"""A stand-in for systemd-logind and a screen saver, on a bus of their own: a process that does as
it is told.

It reads words from standard input ("sleep", "awake", "lock", "hint", "away", "saver", and "idle"
with milliseconds) and sends
the signal each stands for; it writes "inhibited WHAT MODE" when somebody takes a delay inhibitor
and "released" when the last copy of it is closed, as the system would see it.
"""

from __future__ import annotations

import os
import select
import sys
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import new_error, new_method_return, new_signal

MANAGER, SESSION = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"
ROOT, MINE = "/org/freedesktop/login1", "/org/freedesktop/login1/session/_33"
SAVER = "org.freedesktop.ScreenSaver"
PROPERTIES = "org.freedesktop.DBus.Properties"


ALTERED = {
    "hint": ("LockedHint", True),
    "nohint": ("LockedHint", False),
    "away": ("Active", False),
    "here": ("Active", True),
}
SIGNALS: dict[str, Any] = {
    "sleep": new_signal(DBusAddress(ROOT, interface=MANAGER), "PrepareForSleep", "b", (True,)),
    "awake": new_signal(DBusAddress(ROOT, interface=MANAGER), "PrepareForSleep", "b", (False,)),
    "lock": new_signal(DBusAddress(MINE, interface=SESSION), "Lock"),
    "unlock": new_signal(DBusAddress(MINE, interface=SESSION), "Unlock"),
    "saver": new_signal(
        DBusAddress("/org/freedesktop/ScreenSaver", interface=SAVER), "ActiveChanged", "b", (True,)
    ),
}


class Standin:
    """Both services, on one connection."""

    def __init__(self, address: str) -> None:
        self.connection = open_dbus_connection(address, enable_fds=True)
        for name in ("org.freedesktop.login1", SAVER):
            self.connection.send_and_get_reply(message_bus.RequestName(name))
        self.watched: list[int] = []
        self.idle = 0
        self.properties = {"LockedHint": False, "Active": True}

    def answer(self, call: Any) -> None:
        name = call.header.fields[HeaderFields.member]
        if name == "Inhibit":
            read, write = os.pipe()
            self.connection.send(new_method_return(call, "h", (write,)))
            os.close(write)
            self.watched.append(read)
            say(f"inhibited {call.body[0]} {call.body[3]}")
        elif name in ("GetSessionByPID", "GetSession"):
            self.connection.send(new_method_return(call, "o", (MINE,)))
            say("session")
        elif name == "Get":
            value = self.properties[call.body[1]]
            self.connection.send(new_method_return(call, "v", (("b", value),)))
        elif name == "GetSessionIdleTime":
            self.connection.send(new_method_return(call, "u", (self.idle,)))
        else:
            self.connection.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def obey(self, word: str) -> None:
        if word.startswith("idle"):
            self.idle = int(word.split()[1])
            say("idle")
        elif word in ALTERED:
            name, value = ALTERED[word]
            self.properties[name] = value
            self.connection.send(
                new_signal(
                    DBusAddress(MINE, interface=PROPERTIES),
                    "PropertiesChanged",
                    "sa{sv}as",
                    (SESSION, {name: ("b", value)}, []),
                )
            )
        else:
            self.connection.send(SIGNALS[word])

    def serve(self) -> None:
        said = sys.stdin.fileno()
        typed = b""
        while True:
            ready, _, _ = select.select([said, self.connection.sock, *self.watched], [], [])
            if self.connection.sock in ready:
                message = self.connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self.answer(message)
            for read in [one for one in ready if one in self.watched]:
                assert os.read(read, 1) == b""
                self.watched.remove(read)
                os.close(read)
                say("released")
            if said in ready:
                got = os.read(said, 4096)
                if not got:
                    return
                *lines, typed = (typed + got).split(b"\n")
                for line in lines:
                    self.obey(line.decode())


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    standin = Standin(sys.argv[1])
    say("ready")
    standin.serve()
