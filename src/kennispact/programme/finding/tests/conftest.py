import pytest


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """Give every test an index of its own."""
    settings.HOME = tmp_path
