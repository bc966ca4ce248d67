"""The server image: sandbox/image on a base with PostgreSQL; every template is baked on top of it."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from docker.errors import ImageNotFound

from sandbox import labels
from sandbox.docker_provider.debian_base import DEBIAN_BASE, can_make_debian_base, make_debian_base
from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.hardening import UID
from sandbox.errors import ProviderUnavailable, StartFailed
from sandbox.postgres.versions import parse_version, refuse_too_old, show
from sandbox.provider import Progress, silent

DEFAULT_BASE = "postgres:18"
REPOSITORY = "assessor-server"
_FILES = ("Dockerfile", "postgresql.conf", "since17.conf", "since18.conf", "pg_hba.conf")

_FIND_VERSION = (
    "for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) $(dirname $(command -v postgres));"
    " do $found/postgres -V && exit 0; done; exit 1"
)
_FIND_POOLER = "command -v pgbouncer"


def build_image(base: str | None = None, progress: Progress = silent, *, engine: Engine | None = None) -> str:
    """Build the server image unless it is there; gives its reference, whose tag is the hash of its content.

    `base` None means: a local DEBIAN_BASE, else DEFAULT_BASE (pulled by the engine), else a Debian base made here.
    Raises UnsupportedServer for a PostgreSQL unfit for strangers, ProviderUnavailable, NoDiskSpace, StartFailed.
    """
    engine = engine or Engine()
    engine.require_disk()
    base = _obtain(engine, base, progress)
    with translated(f"looking at the base {base}"):
        base_id = str(engine.client.images.get(base).id)
    reference = f"{REPOSITORY}:{_content_hash(base_id)}"
    if engine.image_labels(reference) is None:
        version = base_version(engine, base)
        refuse_too_old(version, f"The image {base}")
        progress(f"building {reference} on {base} (PostgreSQL {show(version)})")
        _build(engine, base, reference, version, progress)
    return reference


def find_image(engine: Engine, base: str | None = None) -> str | None:
    """The server image that build_image would give, if it is built already; changes nothing."""
    for candidate in [base] if base else [DEBIAN_BASE, DEFAULT_BASE]:
        with translated(f"looking at the base {candidate}"):
            try:
                base_id = str(engine.client.images.get(candidate).id)
            except ImageNotFound:
                continue
        reference = f"{REPOSITORY}:{_content_hash(base_id)}"
        if engine.image_labels(reference) is not None:
            return reference
    return None


def base_version(engine: Engine, base: str) -> int:
    """server_version_num of the PostgreSQL in an image; raises ProviderUnavailable if there is none."""
    try:
        return parse_version(_said_in(engine, base, _FIND_VERSION))
    except ValueError as error:
        raise ProviderUnavailable(f"The image {base} holds no PostgreSQL server that runs.") from error


def _said_in(engine: Engine, base: str, script: str) -> str:
    with translated(f"looking into {base}"):
        container = engine.client.containers.create(
            base, entrypoint=["/bin/sh", "-c", script], command=[], network_mode="none", user="65534"
        )
        try:
            container.start()
            container.wait(timeout=60)
            return container.logs(stdout=True, stderr=False).decode("utf-8", "replace")
        finally:
            container.remove(force=True, v=True)


def _obtain(engine: Engine, base: str | None, progress: Progress) -> str:
    if base is None and engine.image_labels(DEBIAN_BASE) is not None:
        return DEBIAN_BASE
    wanted = base or DEFAULT_BASE
    if engine.image_labels(wanted) is not None:
        return wanted
    progress(f"pulling {wanted}")
    try:
        with translated(f"pulling {wanted}"):
            engine.client.images.pull(wanted)
        return wanted
    except (StartFailed, ProviderUnavailable) as error:
        return _instead_of(wanted, base is None, error, engine, progress)


def _instead_of(wanted: str, may_make: bool, error: Exception, engine: Engine, progress: Progress) -> str:
    reason = can_make_debian_base()
    if may_make and reason is None:
        progress(f"{wanted} cannot be pulled; making a Debian base instead")
        return make_debian_base(progress, engine=engine)
    hint = f" A Debian base cannot be made here either: {reason}." if may_make else ""
    raise ProviderUnavailable(
        f"The base image {wanted} is not on this machine and cannot be pulled ({error}).{hint} Load it with"
        f" `docker load`, name another base, or make one with mmdebstrap (see CONTRIBUTING)."
    ) from error


def _content_hash(base_id: str) -> str:
    digest = hashlib.sha256(f"{base_id} {UID}".encode())
    for name, content in _image_files().items():
        digest.update(name.encode() + content)
    return digest.hexdigest()[:16]


def _image_files() -> Mapping[str, bytes]:
    folder = resources.files("sandbox") / "image"
    return {name: (folder / name).read_bytes() for name in _FILES}


def _context() -> io.BytesIO:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in _image_files().items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    packed.seek(0)
    return packed


def _build(engine: Engine, base: str, reference: str, version: int, progress: Progress) -> None:
    with translated(f"building {reference}"):
        lines = engine.api.build(
            fileobj=_context(),
            custom_context=True,
            tag=reference,
            rm=True,
            forcerm=True,
            decode=True,
            # Nothing is fetched but what the base lacks; the host's network is there where the engine makes no bridge.
            network_mode="none" if _said_in(engine, base, _FIND_POOLER) else "host",
            buildargs={
                "BASE": base,
                "UID": str(UID),
                "SERVER": show(version),
                "MAJOR": str(version // 10_000),
            },
            labels={
                labels.KIND: labels.SERVER_IMAGE,
                labels.SERVER_VERSION: str(version),
                labels.CONTENT: reference.rpartition(":")[2],
            },
        )
        _follow(lines, reference, progress)


def _follow(lines: Iterable[Mapping[str, Any]], reference: str, progress: Progress) -> None:
    said: list[str] = []
    for line in lines:
        if "error" in line:
            raise StartFailed(f"{reference} could not be built: {line['error']} {' / '.join(said[-6:])}")
        text = " ".join(str(line.get("stream", "")).split())
        if text:
            said.append(text)
        if text.startswith("Step "):
            progress(text if len(text) <= 90 else text[:89] + "…")
