import pytest


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def given_a_path(ada):
    """A path that Ada is on: `given_a_path(title="Walking", on="2026-01-02", …)`."""
    from heartleaf.care.paths.paths import Beginning, Path, add_path

    def begin(on="2025-06-02", **says):
        says = {"title": "Without alcohol", "shown": ["total"]} | says
        says.setdefault("beginnings", [Beginning(on=on)])
        path = Path(**says)
        add_path(ada, path)
        return path

    return begin
