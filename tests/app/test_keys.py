"""The secrets of the house: long, different, readable by their owner alone."""

import stat

import pytest

from app.keys import load_or_make
from app.settings import WrongSetting


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
