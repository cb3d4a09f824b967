"""A fictional client at two visits, for trying things on and for the documentation."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["example"]


def example(earlier: bool = False) -> bytes:
    """Return the fictional network as a supportmap document: now, or three months earlier."""
    return files(__name__).joinpath("earlier.json" if earlier else "now.json").read_bytes()
