"""Every service that acts for a member of staff names the right that it needs, and asks for it first."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

from assessor.domain.people import User
from assessor.domain.rights import Right, require
from assessor.services.work import Work

P = ParamSpec("P")
T = TypeVar("T")


Service: TypeAlias = Callable[Concatenate[Work, User, P], T]


def needs(right: Right) -> Callable[[Service[P, T]], Service[P, T]]:
    """A service (work, user, ...) that raises NotPermitted before it does anything, unless the user has the right."""

    def guard(service: Service[P, T]) -> Service[P, T]:
        def guarded(work: Work, user: User, /, *args: P.args, **kwargs: P.kwargs) -> T:
            require(user, right)
            return service(work, user, *args, **kwargs)

        functools.update_wrapper(guarded, service)
        guarded.__dict__["right"] = right
        return guarded

    return guard
