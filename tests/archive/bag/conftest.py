"""To grow a tree takes seconds: in an export too, one stands for all."""

import pytest

from tests.conftest import wood


@pytest.fixture(autouse=True)
def one_tree_in_print(monkeypatch):
    monkeypatch.setattr("heartleaf.tree.printing.wood_of", lambda family: wood())
