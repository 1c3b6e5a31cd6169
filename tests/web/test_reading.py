"""What a stranger sends is refused before it lies on the disk."""

import pytest
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel

from heartleaf.web import serving
from heartleaf.web.reading import LARGEST, LARGEST_OF_A_STRANGER, Reader
from heartleaf.web.sessions import KEY, TOKEN


@pytest.fixture
def read():
    """How much of a request has been taken in, and what it was refused with."""

    def read(*headers, body=b"", size=None):
        told = [f"Content-Length: {size}"] if size else ["Transfer-Encoding: chunked"]
        head = "\r\n".join(["POST /sign-in/ HTTP/1.1", "Host: localhost", *told, *headers])
        reader = Reader(Adjustments(max_request_body_size=LARGEST))
        reader.received(head.encode() + b"\r\n\r\n")
        while body and not reader.completed:
            reader.received(f"{len(body):x}\r\n".encode() + body + b"\r\n")
        refused, taken = reader.error, len(reader.body_rcv)
        reader.close()
        return refused.code if refused else None, taken

    return read


def carried(browser):
    return "Cookie: " + "; ".join(f"{name}={browser.cookies[name].value}" for name in (TOKEN, KEY))


def test_a_strangers_large_body_is_refused_by_its_header(read):
    assert read(size=LARGEST_OF_A_STRANGER) == (413, 0)
    assert read(size=LARGEST_OF_A_STRANGER - 1) == (None, 0)


def test_a_stranger_who_does_not_say_how_much_is_stopped_on_the_way(read):
    refused, taken = read(body=b"x" * 1024**2)

    assert refused == 413
    assert taken <= LARGEST_OF_A_STRANGER


def test_naming_the_cookies_of_a_session_is_not_having_one(ada, browser_of, read):
    made_up = f"Cookie: {TOKEN}=made-up; {KEY}={'0' * 64}"
    browser_of(None).get("/", headers={"cookie": made_up.removeprefix("Cookie: ")})

    assert read(made_up, size=LARGEST_OF_A_STRANGER) == (413, 0)


def test_ada_may_send_much_once_she_has_been_here_and_until_she_goes(ada, browser_of, read):
    hers = browser_of(ada)
    cookies = carried(hers)
    assert read(cookies, size=LARGEST - 1) == (413, 0)

    hers.get("/bring-in/")
    assert read(cookies, size=LARGEST - 1) == (None, 0)
    assert read(cookies, size=LARGEST) == (413, 0)

    hers.post("/sign-out/")
    assert read(cookies, size=LARGEST_OF_A_STRANGER) == (413, 0)


def test_the_server_reads_every_request_this_way():
    assert serving.application
    assert HTTPChannel.parser_class is Reader
