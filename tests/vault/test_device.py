"""Remembered on this computer: a convenience that can be missing, broken or taken back."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roth_planner.errors import CannotWrite, WrongSecret
from roth_planner.vault import Device, DeviceUnavailable, Vault, peek
from roth_planner.vault import header as headers
from roth_planner.vault.device import SAFE
from roth_planner.vault.keys import sub_key

from .killing import NEW
from .tools import (
    PASSPHRASE,
    ROOT,
    Counting,
    data_key,
    digests,
    files_no_larger_than,
    notes,
    opens,
    remembered,
    reopen,
    run_python,
)

Store = dict[tuple[str, str], Any]


def keyring(name: str, store: Store | None = None, **changed: Any) -> Any:
    """A keyring that goes by the name of a real one."""
    kept: Store = {} if store is None else store

    def delete(self: Any, service: str, user: str) -> None:
        del kept[service, user]

    members = {
        "set_password": lambda self, service, user, text: kept.update({(service, user): text}),
        "get_password": lambda self, service, user: kept.get((service, user)),
        "delete_password": delete,
    }
    module, _dot, kind = name.rpartition(".")
    return type(kind, (), {**members, **changed, "__module__": module})()


def device(store: Store | None = None, **changed: Any) -> Device:
    made = keyring("keyring.backends.SecretService.Keyring", store, **changed)
    return Device(lambda: made, patience=5)


def _remember(vault: Vault, device: Device, secret: str = PASSPHRASE) -> None:
    vault.remember_on_this_computer(secret, device=device, derive=remembered)


def _open(folder: Path, device: Device) -> Vault:
    return Vault.open_with_device(folder, device=device, derive=remembered)


# --- as it should be ----------------------------------------------------------------------------


def test_a_vault_that_is_remembered_opens_without_a_passphrase_until_it_is_forgotten(
    folder: Path, code: str
):
    store: Store = {}
    computer = device(store)
    with reopen(folder) as vault:
        assert not vault.remembered and not peek(folder).device
        _remember(vault, computer)
        assert vault.remembered and peek(folder).device
    with _open(folder, computer) as vault:
        assert len(notes(vault)) == 300
        assert vault.forget_this_computer(device=computer)
        assert not vault.remembered
    assert store == {}
    assert not peek(folder).device
    with pytest.raises(DeviceUnavailable, match="does not remember this vault"):
        _open(folder, computer)
    assert opens(folder, PASSPHRASE) and opens(folder, code)


def test_the_keyring_holds_one_random_key_and_neither_passphrase_nor_data_key(folder: Path):
    store: Store = {}
    with reopen(folder) as vault:
        _remember(vault, device(store))
    (((service, user), text),) = store.items()
    key = base64.b64decode(text, validate=True)
    assert (len(text), len(key)) == (44, 32)
    secret = data_key(folder)
    purposes = ("database", "header")
    assert key not in [secret, *(sub_key(secret, purpose) for purpose in purposes)]
    assert (service, user) == (f"ROTH Planner {vault.vault_id}", "this computer")
    with pytest.raises(WrongSecret):
        reopen(folder, text)


def test_each_time_it_is_another_key(folder: Path):
    store: Store = {}
    seen = set()
    with reopen(folder) as vault:
        for _ in range(5):
            _remember(vault, device(store))
            seen |= set(store.values())
    assert len(seen) == 5
    assert len(headers.read(folder)[0].slots) == 3


def test_a_changed_passphrase_or_code_does_not_make_the_computer_forget(folder: Path):
    computer = device()
    with reopen(folder) as vault:
        _remember(vault, computer)
        vault.change_passphrase(PASSPHRASE, NEW, derive=remembered)
        vault.replace_recovery_code(NEW, derive=remembered)
    _open(folder, computer).close()


def test_a_second_computer_takes_the_place_of_the_first(folder: Path):
    first, second = device(), device()
    with reopen(folder) as vault:
        _remember(vault, first)
        _remember(vault, second)
    _open(folder, second).close()
    with pytest.raises(DeviceUnavailable, match="remembered on another one since"):
        _open(folder, first)


def test_the_secret_is_asked_for_again(folder: Path):
    store: Store = {}
    before = digests(folder)
    with reopen(folder) as vault, pytest.raises(WrongSecret):
        _remember(vault, device(store), NEW)
    assert store == {} and digests(folder) == before


# --- only safe keyrings -------------------------------------------------------------------------

CHAIN = "keyring.backends.chainer.ChainerBackend"
PLAIN = "keyrings.alt.file.PlaintextKeyring"


def _chain(*names: str, store: Store) -> Any:
    return keyring(CHAIN, store, backends=[keyring(name, store) for name in names])


UNSAFE: dict[str, Callable[[Store], Any]] = {
    "none": lambda store: keyring("keyring.backends.fail.Keyring", store),
    "switched off": lambda store: keyring("keyring.backends.null.Keyring", store),
    "plain file": lambda store: keyring(PLAIN, store),
    "encrypted file": lambda store: keyring("keyrings.alt.file.EncryptedKeyring", store),
    "somebody's own": lambda store: keyring("sitecustomize.Keyring", store),
    "old KWallet": lambda store: keyring("keyring.backends.kwallet.DBusKeyringKWallet4", store),
    "made from a safe one": lambda store: type(
        "Mine", (type(keyring("keyring.backends.macOS.Keyring", store)),), {}
    )(),
    "chain with a plain file": lambda store: _chain(*sorted(SAFE), PLAIN, store=store),
    "chain in a chain": lambda store: _chain(*SAFE, CHAIN, store=store),
    "chain of nothing": lambda store: _chain(store=store),
    "nothing": lambda store: None,
}


@pytest.mark.parametrize("kind", UNSAFE)
def test_a_keyring_that_is_not_known_to_be_safe_is_never_used(kind: str, folder: Path):
    store: Store = {}
    computer = Device(lambda: UNSAFE[kind](store))
    assert computer.trouble().startswith("This computer offers no safe place")
    before = digests(folder)
    with reopen(folder) as vault, pytest.raises(DeviceUnavailable, match="no safe place"):
        _remember(vault, computer)
    assert store == {} and digests(folder) == before


@pytest.mark.parametrize("names", [*([name] for name in sorted(SAFE)), sorted(SAFE)])
def test_the_keyrings_of_the_systems_are_used(names: list[str], folder: Path):
    store: Store = {}
    made = _chain(*names, store=store) if len(names) > 1 else keyring(names[0], store)
    computer = Device(lambda: made)
    assert computer.trouble() == ""
    with reopen(folder) as vault:
        _remember(vault, computer)
    assert len(store) == 1
    _open(folder, computer).close()


def test_on_windows_the_key_stays_on_this_computer():
    made = keyring("keyring.backends.Windows.WinVaultKeyring")
    assert Device(lambda: made).trouble() == ""
    assert made.persist == "local machine"


def test_the_names_of_the_safe_keyrings_are_those_of_the_library():
    from keyring.backends import SecretService, Windows, chainer, kwallet, libsecret, macOS

    real = {
        Windows.WinVaultKeyring, macOS.Keyring, SecretService.Keyring, libsecret.Keyring,
        kwallet.DBusKeyring,
    }  # fmt: skip
    assert {f"{kind.__module__}.{kind.__qualname__}" for kind in real} == SAFE
    assert f"{chainer.ChainerBackend.__module__}.ChainerBackend" == CHAIN


@pytest.mark.parametrize("backend", ["fail", "null"])
def test_the_real_library_without_a_keyring_is_told_in_words(backend: str):
    ran = run_python(
        "import os, sys\n"
        "os.environ['PYTHON_KEYRING_BACKEND'] = f'keyring.backends.{sys.argv[1]}.Keyring'\n"
        "from roth_planner.vault import THIS_COMPUTER\n"
        "print('keyring' in sys.modules, THIS_COMPUTER.trouble())\n",
        backend,
    )
    assert ran.stdout.startswith("False This computer offers no safe place"), ran.stderr


# --- keyrings that fail -------------------------------------------------------------------------


def _raise(error: BaseException) -> Callable[..., Any]:
    def call(*_arguments: Any) -> Any:
        raise error

    return call


def _all_fail(error: BaseException) -> dict[str, Any]:
    names = ("set_password", "get_password", "delete_password")
    return dict.fromkeys(names, _raise(error))


FAILING: dict[str, tuple[Callable[[], Device], str]] = {
    "locked": (lambda: device(**_all_fail(RuntimeError("locked"))), "locked or did not"),
    "crashing": (lambda: device(**_all_fail(SystemExit(1))), "locked or did not"),
    "slow": (
        lambda: Device(
            lambda: keyring(
                "keyring.backends.SecretService.Keyring",
                set_password=lambda *_: time.sleep(30),
                get_password=lambda *_: time.sleep(30),
            ),
            patience=0.3,
        ),
        "did not answer in time",
    ),
    "slow to be found": (lambda: Device(lambda: time.sleep(30), patience=0.3), "in time"),
    "missing library": (lambda: Device(_raise(ImportError("keyring"))), "no safe place"),
}


@pytest.mark.parametrize("kind", FAILING)
def test_a_keyring_that_fails_costs_a_moment_and_one_sentence(kind: str, folder: Path):
    store: Store = {}
    with reopen(folder) as vault:
        _remember(vault, device(store))
    make, words = FAILING[kind]
    broken = make()
    before = digests(folder)
    started = time.perf_counter()
    with pytest.raises(DeviceUnavailable, match=words) as told:
        _open(folder, broken)
    assert str(told.value).endswith("Use your passphrase.")
    with reopen(folder) as vault:
        with pytest.raises(DeviceUnavailable, match=words):
            _remember(vault, broken)
        assert digests(folder) == before
        assert time.perf_counter() - started < 2
        # It can be taken back all the same: the slot goes, and it is said that the key may stay.
        assert not vault.forget_this_computer(device=broken)
    assert not peek(folder).device
    with pytest.raises(DeviceUnavailable):
        _open(folder, device(store))


JUNK = [
    "", "junk", "A" * 43, "A" * 44, "=" * 44, "é" * 44, "A" * 10**6, PASSPHRASE,
    b"bytes", 7, ["A" * 44], base64.b64encode(bytes(31)).decode(),
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_from_a_keyring_opens_nothing(junk: Any, folder: Path):
    store: Store = {}
    with reopen(folder) as vault:
        _remember(vault, device(store))
    store.update(dict.fromkeys(store, junk))
    counting = Counting()
    with pytest.raises(DeviceUnavailable, match="does not open this vault any more"):
        Vault.open_with_device(folder, device=device(store), derive=counting)
    assert counting.calls == 0
    reopen(folder).close()


def test_a_keyring_that_only_pretends_to_keep_is_noticed(folder: Path):
    before = digests(folder)
    with reopen(folder) as vault, pytest.raises(DeviceUnavailable, match="did not do what"):
        _remember(vault, device(set_password=lambda *_: None))
    assert digests(folder) == before


def test_a_keyring_that_does_not_delete_is_told(folder: Path):
    store: Store = {}
    with reopen(folder) as vault:
        _remember(vault, device(store))
        assert not vault.forget_this_computer(device=device(store, delete_password=lambda *_: None))
    with pytest.raises(DeviceUnavailable):
        _open(folder, device(store))


def test_when_the_disk_is_full_the_keyring_keeps_nothing_either(folder: Path):
    store: Store = {}
    before = digests(folder)
    with reopen(folder) as vault, files_no_larger_than(100), pytest.raises(CannotWrite):
        _remember(vault, device(store))
    assert store == {} and digests(folder) == before


def test_a_key_whose_slot_was_never_written_opens_nothing(folder: Path):
    store: Store = {}
    device(store).keep(headers.read(folder)[0].vault_id, bytes(range(32)))
    with pytest.raises(DeviceUnavailable, match="does not remember this vault"):
        _open(folder, device(store))


def test_what_is_wrong_with_the_vault_is_told_as_ever(folder: Path):
    from roth_planner.errors import NotAVault, VaultInUse

    computer = device()
    with reopen(folder) as vault:
        _remember(vault, computer)
        with pytest.raises(VaultInUse):
            _open(folder, computer)
    shutil.rmtree(folder)
    with pytest.raises(NotAVault):
        _open(folder, computer)


# --- for real: the Secret Service of GNOME ------------------------------------------------------

REAL = """
import subprocess, sys
from pathlib import Path
subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"],
               input=b"login", capture_output=True, check=True)
from roth_planner.vault import THIS_COMPUTER, Vault, rekey
folder, passphrase, step = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
try:
    if step == "remember":
        with Vault.open(folder, passphrase) as vault:
            vault.remember_on_this_computer(passphrase)
        import keyring
        kept = keyring.get_password(f"ROTH Planner {vault.vault_id}", "this computer")
        print(THIS_COMPUTER.trouble() or "usable", len(kept))
    if step == "forget":
        with Vault.open(folder, passphrase) as vault:
            print(vault.forget_this_computer())
    if step == "rekey":
        from roth_planner.vault import FLOOR
        rekey(folder, passphrase, "marble otter velvet trumpet", cost=FLOOR)
    with Vault.open_with_device(folder) as vault, vault.engine.connect() as connection:
        print(connection.exec_driver_sql("SELECT count(*) FROM note").scalar())
except Exception as error:
    print(type(error).__name__)
"""


def _in_a_session(home: Path, *arguments: object) -> str:
    """Run in a session bus and a home folder of its own, with a keyring that was logged in to."""
    ran = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", REAL, *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs the programs of the Debian packages dbus and gnome-keyring",
)
def test_gnomes_keyring_remembers_a_vault_from_one_session_to_the_next(
    folder: Path, tmp_path: Path
):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    assert _in_a_session(home, folder, PASSPHRASE, "remember") == "usable 44\n300\n"
    assert _in_a_session(home, folder, PASSPHRASE, "open") == "300\n"
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert PASSPHRASE.encode() not in kept and data_key(folder) not in kept
    assert _in_a_session(home, folder, PASSPHRASE, "forget") == "True\nDeviceUnavailable\n"
    assert _in_a_session(home, folder, PASSPHRASE, "remember") == "usable 44\n300\n"
    assert _in_a_session(home, folder, PASSPHRASE, "rekey") == "DeviceUnavailable\n"
