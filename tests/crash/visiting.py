"""A browser of the plainest kind: forms, cookies, files. No script, no redirects followed."""

import http.client
import re
import uuid
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from tests.crash.house import EMAIL, PASSPHRASE


class CutOff(Exception):
    """No answer came: the server has gone."""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def location(self):
        return self.headers["Location"]


class Visitor:
    """Ada at her browser. What she does may be done from several threads at once."""

    def __init__(self, port):
        self.port, self.cookies, self.token, self.who = port, {}, "", ""

    def sign_in(self):
        page = self.get("/sign-in/")
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        came = self.post("/sign-in/", {"email": EMAIL, "passphrase": PASSPHRASE})
        assert came.status == 302, came.text
        self.who = re.search(r'data-person="([^"]+)"', self.get("/more/").text)[1]

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields, files=()):
        """A form; with `files`, pairs of name and bytes, in its field `files`."""
        pairs = [*fields.items(), ("csrfmiddlewaretoken", self.token)]
        if files:
            return self._ask("POST", path, *_multipart(pairs, files))
        return self._ask("POST", path, urlencode(pairs, doseq=True).encode(), URLENCODED)

    def send(self, path, data):
        """Bytes as they are, as the page's script sends them."""
        return self._ask("POST", path, data, "application/octet-stream")

    def _ask(self, method, path, body=None, type=""):
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        headers |= {"Content-Type": type, "X-CSRFToken": self.token} if type else {}
        line = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            line.request(method, path, body, headers)
            came = line.getresponse()
            answer = Answer(came.status, came.headers, came.read())
        except (OSError, http.client.HTTPException) as error:
            raise CutOff from error
        finally:
            line.close()
        self._remember(answer)
        return answer

    def _remember(self, answer):
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value


URLENCODED = "application/x-www-form-urlencoded"


def field(page, name):
    """What a page's text area holds."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page.text, re.S)
    return unescape(found[1]).replace("\r\n", "\n")


def _multipart(pairs, files):
    between = uuid.uuid4().hex.encode()
    parts = [(f'name="{name}"', value.encode()) for name, value in pairs]
    parts += [(f'name="files"; filename="{name}"', data) for name, data in files]
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (between, head.encode(), data)
        for head, data in parts
    )
    return body + b"--%b--\r\n" % between, f"multipart/form-data; boundary={between.decode()}"
