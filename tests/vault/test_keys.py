"""Keys: Argon2id derives them, each has one purpose, and chance is not taken for granted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roth_planner.errors import PlannerError
from roth_planner.vault import FLOOR, Cost, Vault, keys

from .tools import PASSPHRASE, run_python


def test_argon2id_gives_the_known_answer_of_libsodium():
    # First vector of libsodium's test/default/pwhash_argon2id.c (5 passes, 7,256,678 bytes),
    # with 32 bytes of output instead of 155.
    passphrase = bytes.fromhex(
        "a347ae92bce9f80f6f595a4480fc9c2fe7e7d7148d371e9487d75f5c23008ffae065577a928febd9b1973a5a"
        "95073acdbeb6a030cfc0d79caa2dc5cd011cef02c08da232d76d52dfbca38ca8dcbd665b17d1665f7cf5fe59"
        "772ec909733b24de97d6f58d220b20c60d7c07ec1fd93c52c31020300c6c1facd77937a597c7a6"
    )
    salt = bytes.fromhex("5541fbc995d5c197ba290346d2c559de")
    assert keys.derive(passphrase, salt, Cost(7_256_678, 5)).hex() == (
        "b55073915da6375037fc90291233a9f53a2a936d5b3fb008f849bc3e8d920197"
    )


def test_argon2id_agrees_with_a_second_library_that_gives_the_answer_of_rfc_9106():
    argon2 = pytest.importorskip("cryptography.hazmat.primitives.kdf.argon2")
    vector = argon2.Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32,
        ad=b"\x04" * 12, secret=b"\x03" * 8,
    )  # fmt: skip
    assert vector.derive(b"\x01" * 32).hex() == (  # RFC 9106, 5.3
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )
    for passes, kib in ((1, 64), (2, 19 * 1024), (3, 8 * 1024), (4, 1000)):
        for _ in range(5):
            secret, salt = os.urandom(20), os.urandom(16)
            other = argon2.Argon2id(
                salt=salt, length=32, iterations=passes, lanes=1, memory_cost=kib
            )
            assert keys.derive(secret, salt, Cost(kib * 1024, passes)) == other.derive(secret)


@pytest.mark.parametrize(
    ("memory", "passes", "allowed"),
    [
        (19 * keys.MIB, 2, True),
        (19 * keys.MIB - 1, 2, False),
        (19 * keys.MIB, 1, False),
        (46 * keys.MIB, 1, True),
        (256 * keys.MIB, 3, True),
        (1024 * keys.MIB, 10, True),
        (1024 * keys.MIB + 1, 3, False),
        (64 * keys.MIB, 11, False),
        (64 * keys.MIB, 0, False),
    ],
)
def test_only_costs_between_owasps_floor_and_our_ceiling_are_allowed(memory, passes, allowed):
    assert Cost(memory, passes).allowed is allowed


def test_a_vault_is_not_made_with_a_cost_it_could_not_be_read_with(tmp_path: Path):
    with pytest.raises(ValueError, match="cost"):
        Vault.create(tmp_path / "vault", PASSPHRASE, cost=Cost(8 * keys.MIB, 1))
    assert list(tmp_path.iterdir()) == []


def test_one_purpose_never_tells_another_and_never_the_data_key():
    data_key = os.urandom(32)
    made = {keys.sub_key(data_key, purpose) for purpose in ("database", "header", "Header", "")}
    assert len(made | {data_key}) == 5
    assert all(len(key) == 32 for key in made)
    assert keys.sub_key(data_key, "header") == keys.sub_key(bytes(data_key), "header")


def test_a_wrapped_key_opens_only_with_everything_it_was_sealed_with():
    key, under, nonce = os.urandom(32), os.urandom(32), os.urandom(24)
    wrapped = keys.wrap(key, under, nonce, b"bound")
    assert keys.unwrap(wrapped, under, nonce, b"bound") == key
    assert keys.unwrap(wrapped, under, nonce, b"other") is None
    assert keys.unwrap(wrapped, os.urandom(32), nonce, b"bound") is None
    assert keys.unwrap(wrapped, under, os.urandom(24), b"bound") is None
    assert keys.unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), under, nonce, b"bound") is None
    assert len(wrapped) == keys.WRAPPED_BYTES


def _no_random(_size: int) -> bytes:
    raise NotImplementedError


@pytest.mark.parametrize(
    "random",
    [_no_random, lambda size: os.urandom(size - 1), lambda size: b"", bytes],
    ids=["none", "short", "empty", "zeros"],
)
def test_without_good_random_numbers_no_vault_is_made(random, tmp_path: Path):
    with pytest.raises(PlannerError, match="random numbers"):
        Vault.create(tmp_path / "vault", PASSPHRASE, cost=FLOOR, random=random)
    assert list(tmp_path.iterdir()) == []


def test_random_numbers_that_fail_late_leave_nothing_either(tmp_path: Path):
    for good in range(1, 7):  # a vault takes seven draws
        left = iter([os.urandom] * good)

        def random(size: int, left=left) -> bytes:
            return next(left, bytes)(size)

        with pytest.raises(PlannerError, match="random numbers"):
            Vault.create(tmp_path / "vault", PASSPHRASE, cost=FLOOR, random=random)
        assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_told_and_is_no_wrong_passphrase():
    pytest.importorskip("resource")
    ran = run_python(
        "import resource, nacl.pwhash\n"
        "from roth_planner.vault import DEFAULT, keys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (200 * 2**20,) * 2)\n"
        "from roth_planner.errors import PlannerError\n"
        "try: keys.derive(b'secret', bytes(16), DEFAULT)\n"
        "except PlannerError as error: print(type(error).__name__, error)\n"
    )
    assert ran.stdout.startswith("PlannerError There is not enough free memory"), ran.stderr
