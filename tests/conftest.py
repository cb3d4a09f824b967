"""What all tests share: how far Hypothesis searches, and the real data that is never committed.

``pytest --hypothesis-profile=explore`` searches from new seeds instead of the same ones every time.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow machine must not fail what a fast one passes.
_STEADY = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("supportmap", _STEADY, derandomize=True)
settings.register_profile("explore", _STEADY, max_examples=5000)
settings.load_profile("supportmap")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, at SUPPORTMAP_SHARED_DATA or beside the repository."""
    given = os.environ.get("SUPPORTMAP_SHARED_DATA")
    folder = Path(given) if given else Path(__file__).parents[2] / "shared" / "data"
    if given and not folder.is_dir():
        pytest.fail("SUPPORTMAP_SHARED_DATA names no folder")
    if not folder.is_dir() and os.environ.get("CI"):
        pytest.fail("the shared data isn't there, so the tests on real networks would not run")
    if not folder.is_dir():
        pytest.skip("the shared data isn't there: set SUPPORTMAP_SHARED_DATA")
    return folder
