"""The Docker Engine: its client, and its errors in our words."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from sandbox.errors import NoDiskSpace, ProviderUnavailable, SandboxError, StartFailed

SECONDS = 120
"""How long one call to the engine may take; commits of large templates are the slowest."""

CONNECTIONS = 32
"""Kept open to the engine; more calls at once open more and close them again."""

MINIMUM_FREE_MB = 1024

_NOBODY_ANSWERS = (
    "No Docker Engine answers on this machine ({error}). Start it and see that this user may reach its socket,"
    " or use the process provider."
)


class Engine:
    """Connects when first used. One client serves all threads: its pool hands each call a connection of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: docker.DockerClient | None = None
        self._root_dir: Path | None = None

    @property
    def client(self) -> docker.DockerClient:
        """The SDK's client; raises ProviderUnavailable."""
        with self._lock:
            if self._client is None:
                try:
                    self._client = docker.from_env(timeout=SECONDS, max_pool_size=CONNECTIONS)
                except (DockerException, OSError) as error:
                    raise ProviderUnavailable(_NOBODY_ANSWERS.format(error=_short(error))) from error
            return self._client

    def close(self) -> None:
        """Close connections; the next use opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    @property
    def api(self) -> Any:
        """The low-level client (its stubs are incomplete)."""
        return self.client.api

    def version(self) -> str:
        """The engine's version, e.g. "20.10.24"; raises ProviderUnavailable."""
        with translated("asking the engine for its version"):
            return str(self.client.version()["Version"])

    def require_disk(self) -> None:
        """Raise NoDiskSpace if the engine's folder is on this machine and nearly full."""
        root_dir = self.root_dir()
        if not root_dir.exists():
            return
        free = shutil.disk_usage(root_dir).free // 2**20
        if free < MINIMUM_FREE_MB:
            raise NoDiskSpace(
                f"Docker's folder {root_dir} has {free} MB left, {MINIMUM_FREE_MB} MB are needed for another"
                " sandbox. Remove unused images and containers, or make room."
            )

    def root_dir(self) -> Path:
        """Where the engine keeps its data, on its own host."""
        if self._root_dir is None:
            with translated("asking the engine where it keeps its data"):
                self._root_dir = Path(self.client.info()["DockerRootDir"])
        return self._root_dir

    def image_labels(self, reference: str) -> Mapping[str, str] | None:
        """The labels of a local image, or None if there is no such image."""
        with translated(f"looking at the image {reference}"):
            try:
                return dict(self.client.images.get(reference).labels)
            except ImageNotFound:
                return None


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Errors of the SDK and of HTTP as errors of sandbox, saying what was being done."""
    try:
        yield
    except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
        raise ProviderUnavailable(f"The Docker Engine went away while {doing}: {_short(error)}") from error
    except ImageNotFound as error:
        raise StartFailed(
            f"An image vanished while {doing} ({_short(error)}). Run `assessor sandbox build` and prepare again."
        ) from error
    except APIError as error:
        raise _of_api(error, doing) from error
    except DockerException as error:
        raise ProviderUnavailable(f"Docker failed while {doing}: {_short(error)}") from error


def _of_api(error: APIError, doing: str) -> SandboxError:
    text = _short(error)
    if "no space left" in text.lower():
        return NoDiskSpace(f"The host's disk is full (while {doing}). Remove unused images and containers.")
    if error.status_code == 409:
        return StartFailed(f"Another container or operation is in the way while {doing}: {text}")
    return StartFailed(f"The Docker Engine refused while {doing}: {text}")


def _short(error: BaseException) -> str:
    explanation = getattr(error, "explanation", None)
    return " ".join(str(explanation or error).split())[:400]


def gone(error: BaseException) -> bool:
    """Whether the engine says that the thing does not exist, or is being removed this moment."""
    if isinstance(error, NotFound):
        return True
    return isinstance(error, APIError) and error.status_code == 409 and "removal" in _short(error)
