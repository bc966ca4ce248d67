"""A base image without any image registry: a small Debian with its PostgreSQL, made by mmdebstrap."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from sandbox.disk import require_free
from sandbox.docker_provider.engine import Engine, translated
from sandbox.errors import ProviderUnavailable
from sandbox.provider import Progress, silent

APT = Path("/etc/apt")
SUITE = "trixie"
PACKAGES = "postgresql-17,postgresql-17-pgvector,pgbouncer"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

_UNUSED = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/lib/*/libLLVM*",
           "/usr/lib/postgresql/*/lib/bitcode/*", "/usr/lib/postgresql/*/lib/llvmjit*")  # fmt: skip
_RECIPE = [
    "--variant=minbase",
    f"--include={PACKAGES}",
    '--aptopt=APT::Install-Recommends "false"',
    *(f"--dpkgopt=path-exclude={pattern}" for pattern in _UNUSED),
    # Debian's package makes a cluster at once; ours is made by our Dockerfile.
    "--customize-hook=rm -rf $1/var/lib/postgresql/17 $1/etc/postgresql/17",
    SUITE,
]
DEBIAN_BASE = f"assessor-base:17-{hashlib.sha256(' '.join(_RECIPE).encode()).hexdigest()[:12]}"
"""By its recipe: a base of another one is not taken for it."""

_DEBIAN_URI = re.compile(r"\bhttps?://\S+?/debian(?:-security)?/?(?=\s|$)", re.MULTILINE)


def can_make_debian_base() -> str | None:
    """None, or why it cannot be made here."""
    if not shutil.which("mmdebstrap"):
        return "mmdebstrap is not installed"
    if os.geteuid() != 0:
        return "mmdebstrap needs root"
    return None


def make_debian_base(progress: Progress = silent, *, engine: Engine | None = None) -> str:
    """Make the image DEBIAN_BASE and give its name; takes about half a minute and the network of apt.

    Raises ProviderUnavailable (with mmdebstrap's last words), NoDiskSpace.
    """
    reason = can_make_debian_base()
    if reason:
        raise ProviderUnavailable(f"A Debian base cannot be made: {reason}.")
    require_free(Path(tempfile.gettempdir()), 2048, "Making a Debian base image")
    sources = _sources(_mirrors())
    with tempfile.TemporaryDirectory(prefix="assessor-base-") as folder:
        tarball = Path(folder) / "base.tar"
        _bootstrap(tarball, sources, progress)
        progress(f"importing {tarball.stat().st_size // 2**20} MB as {DEBIAN_BASE}")
        with translated("importing the Debian base"):
            repository, tag = DEBIAN_BASE.split(":")
            (engine or Engine()).api.import_image(src=str(tarball), repository=repository, tag=tag)
    return DEBIAN_BASE


def _mirrors() -> tuple[str, str]:
    """Where this machine's apt gets Debian and its security updates from."""
    text = ""
    for file in [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]:
        if file.suffix in (".list", ".sources") and file.is_file():
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            text += "\n".join(line for line in lines if not line.lstrip().startswith("#")) + "\n"
    found = [uri.rstrip("/") for uri in _DEBIAN_URI.findall(text)]
    security = [uri for uri in found if uri.endswith("-security")]
    plain = [uri for uri in found if not uri.endswith("-security")]
    if not plain:
        raise ProviderUnavailable(
            "apt on this machine names no Debian mirror, so no Debian base can be made."
        )
    return plain[0], security[0] if security else plain[0] + "-security"


def _sources(mirrors: tuple[str, str]) -> list[str]:
    signed = f"[signed-by={KEYRING}] " if Path(KEYRING).exists() else ""
    return [f"deb {signed}{mirrors[0]} {SUITE} main", f"deb {signed}{mirrors[1]} {SUITE}-security main"]


def _bootstrap(tarball: Path, sources: list[str], progress: Progress) -> None:
    progress(f"making a Debian {SUITE} with {PACKAGES} (about half a minute)")
    process = subprocess.Popen(
        ["mmdebstrap", "--mode=root", *_RECIPE, str(tarball), *sources],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    said: list[str] = []
    with process:
        for line in process.stdout or []:
            said = [*said[-7:], line.strip()]
            if line.startswith("I: "):
                progress(line[3:].strip())
    if process.returncode != 0:
        raise ProviderUnavailable(f"mmdebstrap failed: {' / '.join(said)}")
