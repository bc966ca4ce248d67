"""Requests and answers as JSON, one object in each message; both sides of the socket are of one version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assessor.broker.sessions import Kept, SessionRun
from assessor.errors import AssessorError, PlatformFault, SessionBusy, TooManySessions
from sandbox.execution import Column, ResultSet, RunOutcome, RunResult, SessionState, SqlError

LARGEST_REQUEST = 8 * 2**20
LARGEST_ANSWER = 64 * 2**20
"""Bytes. Far more than a run's limits let through, so that only nonsense is refused."""

_REFUSALS: dict[str, type[AssessorError]] = {
    kind.__name__: kind for kind in (SessionBusy, TooManySessions, PlatformFault)
}


@dataclass(frozen=True)
class Request:
    """What is asked: the name of a method of Sessions, and its arguments as JSON has them."""

    method: str
    arguments: dict[str, Any]

    def encode(self) -> bytes:
        """The message."""
        return json.dumps({"method": self.method, **self.arguments}).encode()

    @classmethod
    def decode(cls, message: bytes) -> Request:
        """The request of a message."""
        body = json.loads(message)
        return cls(str(body.pop("method", "")), body)


def encode_answer(value: object) -> bytes:
    """The message of an answer."""
    return json.dumps({"ok": value}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def encode_refusal(error: AssessorError) -> bytes:
    """The message of an answer that is an error; an unknown one comes out as a fault of the platform."""
    name = type(error).__name__
    return json.dumps({"refused": name if name in _REFUSALS else PlatformFault.__name__}).encode()


def decode_answer(message: bytes) -> Any:
    """The value of an answer; raises the error that it is."""
    body = json.loads(message)
    if "refused" in body:
        raise _REFUSALS[body["refused"]]()
    return body["ok"]


def run_to_json(run: SessionRun) -> dict[str, Any]:
    """A run with its result; tuples become lists."""
    return {**vars(run), "result": result_to_json(run.result)}


def run_from_json(data: dict[str, Any]) -> SessionRun:
    """What run_to_json gave."""
    return SessionRun(
        **{**data, "result": result_from_json(data["result"]), "state": SessionState(data["state"])}
    )


def result_to_json(result: RunResult) -> dict[str, Any]:
    """A result as the page reads it, too. By hand: asdict() copies every cell, and there may be 200,000."""
    return {
        **vars(result),
        "error": vars(result.error) if result.error else None,
        "results": [{**vars(each), "columns": [vars(c) for c in each.columns]} for each in result.results],
    }


def result_from_json(data: dict[str, Any]) -> RunResult:
    """What result_to_json gave."""
    known = {
        "outcome": RunOutcome(data["outcome"]),
        "error": SqlError(**data["error"]) if data["error"] else None,
        "notices": tuple(data["notices"]),
        "results": tuple(_set_from_json(each) for each in data["results"]),
    }
    return RunResult(**{**data, **known})


def _set_from_json(data: dict[str, Any]) -> ResultSet:
    known = {
        "columns": tuple(Column(**column) for column in data["columns"]),
        "rows": tuple(map(tuple, data["rows"])),
    }
    return ResultSet(**{**data, **known})


def kept_to_json(kept: Kept) -> dict[str, Any]:
    """A session that is known."""
    return dict(vars(kept))


def kept_from_json(data: dict[str, Any]) -> Kept:
    """What kept_to_json gave."""
    return Kept(**{**data, "state": SessionState(data["state"])})
