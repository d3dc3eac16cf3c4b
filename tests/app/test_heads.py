"""What comes over the wire before a request is one: heads without an end, and none at all."""

import socket

import pytest

from app import serving
from tests.streams.served import served

_BEGUN = b"GET /panel HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def port(house):
    with served(house) as port:
        yield port


def answer_to(port, *sent):
    """All that comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for part in sent:
            connection.sendall(part)
        told = b""
        while part := connection.recv(1 << 16):
            told += part
    return told


@pytest.mark.parametrize("endless", [b"X-Long: " + b"a" * 200_000, b"X-Many: a\r\n" * 20_000])
def test_a_head_without_an_end_is_refused_and_not_held(port, endless):
    pieces = [endless[at : at + 40_000] for at in range(0, len(endless), 40_000)]
    try:
        told = answer_to(port, _BEGUN, *pieces)
    except (ConnectionResetError, BrokenPipeError):  # it did not even read to our end
        return
    assert told.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "wrong",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # somebody speaks TLS
        _BEGUN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        _BEGUN + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        _BEGUN + b"No colon\r\n\r\n",
    ],
)
def test_what_is_no_request_gets_400_and_the_connection_is_closed(port, wrong):
    assert answer_to(port, wrong).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("begun", [b"", _BEGUN, _BEGUN + b"\r\n" + _BEGUN])
def test_a_head_that_does_not_arrive_is_not_waited_for(house, monkeypatch, begun):
    """Neither a first one, nor one after a request that was answered."""
    monkeypatch.setattr(serving, "_SLOWEST_HEAD", 0.3)
    with served(house) as port:
        told = answer_to(port, begun)
    assert told.count(b"HTTP/1.1 200 ") == begun.count(b"\r\n\r\n")
    assert b"HTTP/1.1 400 " in told
    assert told.endswith(b"did not arrive in time.")


def test_requests_on_one_connection_are_counted_apart(port):
    """The limit is one head's, not a connection's."""
    one = _BEGUN + b"X-Long: " + b"a" * 30_000 + b"\r\n"
    told = answer_to(port, *[one + b"\r\n"] * 3, one + b"Connection: close\r\n\r\n")
    assert told.count(b"HTTP/1.1 200 ") == 4
