"""Exports as people read them: each file by its path."""

import pytest


@pytest.fixture
def export_of():
    """`export_of(ada)["data/read/2025.html"]`: the bytes of each file, by its path."""
    from heartleaf.archive import exporting  # Django is not there yet above
    from heartleaf.archive.bag.asked import Asked

    def make(person, **asked):
        gathered = exporting.gather(person, Asked(**asked))
        return {one.path: b"".join(one.parts()) for one in exporting.entries(gathered)}

    return make
