"""What tests of the directory share: a server that stands for somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.directory.hsds.site import Site, a_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on this machine that answers as it is told."""
    with a_site() as server:
        yield server
