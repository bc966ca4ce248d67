"""The garbage collector of a process that serves: it stops all threads while it looks, and a candidate waits."""

from __future__ import annotations

import gc

SELDOM = 20_000
"""So many more objects made than freed before it looks: a few requests' worth."""


def settle() -> None:
    """Call it once all is imported and wired: what is there now stays, and is not looked at again.

    A pass over it takes a web process 100 ms. See gc.freeze() in the Python documentation.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
