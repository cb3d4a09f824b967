"""What a statement is made of doesn't hang on what happened to be imported first."""

from __future__ import annotations

import subprocess
import sys

import pytest

TYPES = """
from supportmap.records.network_tables import CONTACTS, ITS_CLIENT, TIES, of_key
conditions = [*ITS_CLIENT, *of_key(CONTACTS, "id"), *of_key(TIES, "a", "b")]
print([str(condition) for condition in conditions if condition.right.type._isnull])
"""


@pytest.mark.parametrize("first", ["network_tables", "networks", "client", "agency"])
def test_the_keys_of_a_client_have_their_type_whatever_is_imported_first(first: str) -> None:
    code = f"import supportmap.records.{first}\n{TYPES}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
