"""The secrets of the house: long, different, readable by their owner alone."""

import stat

import pytest

from app.keys import load_or_make
from app.settings import WrongSetting
from tests.commands import run


def test_keys_are_long_different_and_made_once(tmp_path):
    made, again = load_or_make(tmp_path / "keys"), load_or_make(tmp_path / "keys")
    secrets = [made.record, made.noise, made.audit, *made.seal.read().values()]
    assert [len(secret) for secret in secrets] == [32] * 4
    assert len(set(secrets)) == 4
    assert (again.record, again.noise, again.audit) == (made.record, made.noise, made.audit)
    assert secrets[0].hex() not in repr(made)


def test_only_their_owner_may_read_them(tmp_path):
    folder = tmp_path / "keys"
    load_or_make(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_length_is_not_used(tmp_path, size):
    folder = tmp_path / "keys"
    load_or_make(folder)
    (folder / "noise.key").write_bytes(b"x" * size)
    with pytest.raises(WrongSetting, match=r"noise\.key"):
        load_or_make(folder)


def test_seal_keys_of_the_environment_are_never_in_a_file(tmp_path):
    seals = {1: b"a" * 32, 2: b"b" * 32}
    made = load_or_make(tmp_path / "keys", seals)
    assert made.seal.read() == seals
    assert made.seal.current() == 2
    assert not list((tmp_path / "keys").glob("seal-*"))


def test_with_keys_of_the_environment_rotation_seals_again_and_says_what_to_take_away(tmp_path):
    home, keys = tmp_path / "home", "1:" + "a" * 64
    add = ["user", "add", "rosa", "--role", "operator", "--password-stdin"]
    made = run(home, *add, given="una clave larga\n", YANAPAY_SEAL_KEYS=keys)
    assert made.returncode == 0, made.stderr
    rotated = run(home, "rotate-keys", YANAPAY_SEAL_KEYS=f"{keys},2:{'b' * 64}")
    assert "1 sealed again with key 2; take older keys out" in " ".join(rotated.stdout.split())
    again = run(home, "rotate-keys", YANAPAY_SEAL_KEYS="2:" + "b" * 64)
    assert "0 sealed again with key 2" in again.stdout
    assert not list((home / "keys").glob("seal-*"))
