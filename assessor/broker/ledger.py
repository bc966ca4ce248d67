"""Which sessions are open, and which ended unbeknown to their candidate; a file outlives the process that keeps it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from assessor.broker.sessions import Key

FORGET_SECONDS = 24 * 3600.0
RESTARTED = "The process that keeps sessions open was restarted."


@dataclass(frozen=True)
class _Entry:
    at: float
    """Unix time."""
    ended: str | None
    """None: it is open."""


class Ledger:
    """Says why a session is over that somebody still believes in. Holds no secrets. Thread-safe."""

    def __init__(self, file: Path | None = None) -> None:
        """`file` is read and written; what it calls open is over, since whoever wrote it is. None: memory only."""
        self._file, self._lock = file, threading.Lock()
        self._entries: dict[Key, _Entry] = {}
        if file is not None and file.exists():
            self._read(file)

    def opened(self, key: Key) -> None:
        """A session began; whatever ended an earlier one was told."""
        self._set(key, _Entry(time.time(), None))

    def ended(self, key: Key, reason: str) -> None:
        """A session is over, of which its candidate is to be told."""
        self._set(key, _Entry(time.time(), reason))

    def forget(self, key: Key) -> None:
        """Nobody has to be told of it (any more)."""
        self._set(key, None)

    def reason(self, key: Key) -> str | None:
        """Why a session is over of which nobody was told yet."""
        entry = self._entries.get(key)
        return entry.ended if entry else None

    def untold(self) -> dict[Key, str]:
        """All such sessions."""
        with self._lock:
            return {key: entry.ended for key, entry in self._entries.items() if entry.ended is not None}

    def _set(self, key: Key, entry: _Entry | None) -> None:
        with self._lock:
            if entry is None:
                if self._entries.pop(key, None) is None:
                    return
            else:
                self._entries[key] = entry
            self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        oldest = time.time() - FORGET_SECONDS
        lines = [
            json.dumps([*key, entry.at, entry.ended])
            for key, entry in self._entries.items()
            if entry.ended is None or entry.at > oldest
        ]
        fresh = self._file.with_suffix(".new")
        fresh.write_text("\n".join(lines), encoding="utf-8")
        fresh.replace(self._file)

    def _read(self, file: Path) -> None:
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                attempt, challenge, tab, at, ended = json.loads(line)
                self._entries[Key(attempt, challenge, tab)] = _Entry(float(at), ended or RESTARTED)
            except (ValueError, TypeError):
                # Written by another version: of that session nobody will be told more than that it is fresh.
                continue
