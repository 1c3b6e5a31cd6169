import functools

import pytest

from tests.secrecy.story import lived

__all__ = ["lived"]


@pytest.fixture(autouse=True)
def one_tree(monkeypatch):
    """To grow a tree takes seconds, and says nothing of anyone: here one stands for all."""
    monkeypatch.setattr("heartleaf.tree.gathering.wood_of", lambda family: wood())


@functools.cache
def wood():
    from heartleaf.tree.growing import grow  # what needs Django is not there yet above

    return grow(b"s" * 32)
