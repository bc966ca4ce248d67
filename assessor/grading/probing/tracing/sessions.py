"""As whom values are looked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from assessor.grading.probing.session import ProbeSession

Opened = Callable[[], AbstractContextManager[ProbeSession]]


@dataclass(frozen=True)
class Sessions:
    """Who may look: somebody who sees every row and runs no code of the answer's, the owner, and the probe's role."""

    reader: Opened
    owner: Opened
    role: Opened
