"""Every service that acts for a member of staff names the right that it needs, asks for it first, and leaves an entry
in the audit log, unless it only looks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

from assessor.domain.people import User
from assessor.domain.rights import Right, require
from assessor.services.audit_log import note_service
from assessor.services.work import Work

LOOKS = ("view_", "list_", "find_", "preview_")
"""How services begin that change nothing, wherever they are used. In a read-only transaction none is noted."""

P = ParamSpec("P")
T = TypeVar("T")


Service: TypeAlias = Callable[Concatenate[Work, User, P], T]


def needs(right: Right) -> Callable[[Service[P, T]], Service[P, T]]:
    """A service (work, user, ...) that raises NotPermitted before it does anything, unless the user has the right.

    What it did is in the audit log with the same commit, under the service's name.
    """

    def guard(service: Service[P, T]) -> Service[P, T]:
        def guarded(work: Work, user: User, /, *args: P.args, **kwargs: P.kwargs) -> T:
            require(user, right)
            made = service(work, user, *args, **kwargs)
            if not service.__name__.startswith(LOOKS):
                note_service(work, user, service, args, kwargs, made)
            return made

        functools.update_wrapper(guarded, service)
        guarded.__dict__["right"] = right
        return guarded

    return guard
