"""How a request is read: much at once only from someone signed in.

The web server takes a whole request before the program sees it. What a stranger sends must not
fill the disk meanwhile.
"""

from __future__ import annotations

import copy
from typing import Any

from django.http import parse_cookie
from waitress.parser import HTTPRequestParser

from heartleaf.family.entering import is_known
from heartleaf.web.links import PAGE, holds
from heartleaf.web.sessions import TOKEN

# Many files in one form, from a browser without script.
LARGEST = 8 * 1024**3
# More than a long letter or a part of a file, so that these arrive after a restart too.
LARGEST_OF_A_STRANGER = 20 * 1024**2
# What a guest may leave on a page whose link they hold: 30 MB of files, and words.
LARGEST_OF_A_GUEST = 32 * 1024**2


class Reader(HTTPRequestParser):  # type: ignore[misc]  # waitress says no types
    """Refuses a large body by its header, or as soon as it grows too large."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None and not self._is_of_someone():
            most = LARGEST_OF_A_GUEST if self._leaves_something() else LARGEST_OF_A_STRANGER
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = most

    def _is_of_someone(self) -> bool:
        # Read in the thread that serves every line: nothing here may wait for the database.
        return is_known(parse_cookie(self.headers.get("COOKIE", "")).get(TOKEN, ""))

    def _leaves_something(self) -> bool:
        cookies = parse_cookie(self.headers.get("COOKIE", ""))
        return self.path.startswith("/page/") and holds(cookies, PAGE)
