"""What staff changed of a document, apart from the document itself: JSON Merge Patch (RFC 7386)."""

from __future__ import annotations

from typing import Any

__all__ = ["merged", "patch_between"]

Document = dict[str, Any]


def merged(document: Document, patch: Document) -> Document:
    """Return a document with what a patch changes of it: null takes a key away, objects go by their keys."""
    kept = {name: value for name, value in document.items() if name not in patch}
    for name, value in patch.items():
        if isinstance(value, dict):
            known = document.get(name)
            kept[name] = merged(known if isinstance(known, dict) else {}, value)
        elif value is not None:
            kept[name] = value
    return kept


def patch_between(before: Document, after: Document) -> Document:
    """Return the patch that makes ``after`` of ``before``; null values of ``after`` count as absent."""
    patch: Document = {name: None for name in before if after.get(name) is None}
    for name, value in after.items():
        known = before.get(name)
        if value is None or value == known:
            continue
        both = isinstance(value, dict) and isinstance(known, dict)
        patch[name] = patch_between(known, value) if both else value  # type: ignore[arg-type]
    return patch
