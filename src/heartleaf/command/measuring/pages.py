"""Pages over loopback HTTP, signed in, as a browser would ask for them."""

from __future__ import annotations

import gzip
import http.client
import http.cookies
import re
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 4


class Browser:
    """One connection that is kept, and its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.received = 0

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self._ask("POST", path, urllib.parse.urlencode(fields))

    def seek(self, path: str, start: int) -> float:
        """Seconds until the first byte of a file from there on has come."""
        began = time.perf_counter()
        self._connection.request(
            "GET", path, headers=self._headers() | {"Range": f"bytes={start}-"}
        )
        answer = self._connection.getresponse()
        answer.read(1)
        took = time.perf_counter() - began
        answer.read()
        if answer.status != 206:
            raise RuntimeError(f"{path} answered {answer.status}.")
        return took

    def sign_in(self, email: str, passphrase: str) -> float:
        """Come in by passphrase; the seconds from the button to the whole first page."""
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)', self.get("/sign-in/"))
        token = found[1] if found else ""
        fields = {"csrfmiddlewaretoken": token, "email": email, "passphrase": passphrase}
        began = time.perf_counter()
        self.post("/sign-in/", fields)
        took = time.perf_counter() - began
        if "heartleaf-session" not in self._cookies:
            raise RuntimeError("The passphrase to be measured did not open.")
        return took

    def same_visitor(self, port: int) -> Browser:
        """Another window of the same browser."""
        other = Browser(port)
        other._cookies = dict(self._cookies)
        return other

    def _ask(self, method: str, path: str, body: str = "") -> str:
        headers = self._headers() | {"Accept-Encoding": "gzip"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        self.received += len(data) + len(bytes(answer.headers))
        self._keep_cookies(answer)
        if answer.status in {301, 302, 303}:
            return self.get(answer.headers["Location"])
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}.")
        packed = answer.headers["Content-Encoding"] == "gzip"
        return (gzip.decompress(data) if packed else data).decode("utf-8", "replace")

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"}

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self._cookies[name] = morsel.value


def in_turn(asks: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Median milliseconds of each, asked one after the other in turn, so that whatever else the
    machine does weighs on all of them alike."""
    took: dict[str, list[float]] = {name: [] for name in asks}
    for number in range(times + 3):
        for name, ask in asks.items():
            began = time.perf_counter()
            ask()
            if number >= 3:  # the first few only warm up
                took[name].append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(times) for name, times in took.items()}


def a_second(browser: Browser, port: int, path: str, count: int) -> float:
    """Pages a second for several windows that ask at once."""
    windows = [browser.same_visitor(port) for _number in range(CLIENTS)]

    def look(window: Browser) -> None:
        for _number in range(count // CLIENTS):
            window.get(path)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda window: window.get(path), windows))
        began = time.perf_counter()
        list(clients.map(look, windows))
        return count / (time.perf_counter() - began)


def first_view(browser: Browser) -> dict[str, float]:
    """What Today needs the first time: page, stylesheets and scripts, pictures apart."""
    before = browser.received
    page = browser.get("/")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    scripts = re.findall(r'<script\b([^>]*)\bsrc="([^"]+)"([^>]*)>', page)
    _fetch(browser, [*styles, *(address for _before, address, _after in scripts)])
    blocking = [one for one in scripts if "defer" not in "".join(one)]
    return {
        "first_view_kb": (browser.received - before) / 1024,
        "stylesheets": len(styles),
        "blocking_scripts": len(blocking),
    }


def _fetch(browser: Browser, addresses: Iterable[str]) -> None:
    for address in addresses:
        browser.get(address)
