"""One process: the pages in threads, and the clock beside them."""

from __future__ import annotations

import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import django
import waitress.buffers
import waitress.channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")
django.setup(set_prefix=False)

from django.core.wsgi import get_wsgi_application  # noqa: E402  # needs the settings first

from heartleaf.sealing import SealedSpool  # noqa: E402  # as above
from heartleaf.web.reading import LARGEST, Reader  # noqa: E402  # as above

# waitress puts large requests and answers into temporary files; these hold nothing readable.
waitress.buffers.TempfileBasedBuffer.newfile = lambda self: SealedSpool()
waitress.channel.HTTPChannel.parser_class = Reader
THREADS = 6

application = get_wsgi_application()


class CannotListen(Exception):
    """The address is taken or not allowed."""


def serve(host: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve until told to stop. `ready` is called once the first page can be had."""
    try:
        server = waitress.create_server(
            application,
            host=host,
            port=port,
            threads=THREADS,
            max_request_body_size=LARGEST,
            ident=None,
            clear_untrusted_proxy_headers=False,
        )
    except (OSError, socket.gaierror) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise CannotListen(f"{host}:{port} cannot be used ({reason}).") from error
    ready()
    try:
        server.run()
    finally:
        server.close()


def open_browser(address: str) -> None:
    """Open the page in the person's browser; on a machine without one, nothing happens."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
