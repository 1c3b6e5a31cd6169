import functools

import pytest

from heartleaf.tree import gathering
from heartleaf.tree.growing import grow
from tests.secrecy.story import lived

__all__ = ["lived"]


@pytest.fixture(autouse=True)
def one_tree(monkeypatch):
    """To grow a tree takes seconds, and says nothing of anyone: here one stands for all."""
    monkeypatch.setattr(gathering, "_grown", lambda family: wood())


@functools.cache
def wood():
    return grow(b"s" * 32)
