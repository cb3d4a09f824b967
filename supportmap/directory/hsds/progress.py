"""How far the reading of a source is, as whoever waits for it is told."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "half"]

Progress = Callable[[int, int | None], None]
"""Is told how much of how much is done, in whatever unit; None: nobody knows of how much."""


def half(progress: Progress | None, second: bool = False) -> Progress:
    """Return what is told of one half of a piece of work, and tells of the whole: a bar never goes back."""

    def told(done: int, total: int | None) -> None:
        if progress:
            progress(done if total is None else done + total * second, total and 2 * total)

    return told
