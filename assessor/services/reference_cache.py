"""What references gave is kept in the application database, so that it is computed once and not once per worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessor.services.work import WorkFactory
from assessor.storage.queries import gradings


class StoredReferences:
    """The grader's ReferenceCache on the application database."""

    def __init__(self, open_work: WorkFactory) -> None:
        """Every get and put is a transaction of its own."""
        self._open_work = open_work

    def get(self, key: str) -> Mapping[str, Any] | None:
        """What was put under the key, or None."""
        with self._open_work() as work:
            return gradings.cached_reference(work.session, key)

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a value; the first one of a key stays."""
        with self._open_work() as work:
            gradings.cache_reference(work.session, key, value)
