"""Things are kept up to so many bytes, the ones asked for last."""

from api.bounded import Bounded


def kept(most):
    return Bounded[str, bytes](most, lambda key, thing: len(key) + len(thing))


def test_what_was_asked_for_longest_ago_is_given_up_first():
    things = kept(30)
    for name in "abc":
        things.put(name, b"123456789")
    assert things.get("a") == b"123456789"
    things.put("d", b"123456789")
    assert [name for name in "abcd" if name in things] == ["a", "c", "d"]


def test_what_is_put_again_counts_once():
    things = kept(30)
    for size in (9, 29, 9, 9):
        things.put("a", b"x" * size)
    things.put("b", b"x" * 19)
    assert "a" in things
    assert "b" in things
    things.put("c", b"")
    assert "a" not in things


def test_what_is_too_large_is_not_kept_and_nothing_remains_after_clearing():
    things = kept(10)
    things.put("a", b"x" * 10)
    assert things.get("a") is None
    things.put("b", b"x" * 9)
    things.clear()
    assert "b" not in things
    things.put("c", b"x" * 9)
    assert things.get("c") == b"x" * 9
