"""The addresses of the real pages, and one door more in place of the passphrase."""

from __future__ import annotations

from django.urls import path

from heartleaf.sample.stepping import step_in
from heartleaf.web.urls import handler400, handler403, handler404, handler500
from heartleaf.web.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("demo/", step_in, name="demo"),
    path("sign-in/", step_in, name="sign-in"),
    *real,
]
