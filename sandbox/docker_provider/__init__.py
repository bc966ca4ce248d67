"""Sandboxes as containers of a Docker Engine on this host.

The only place that uses the Docker SDK. What may not live here: SQL of templates (sandbox.seeding), waiting
(sandbox.readiness), anything of assessor.
"""

from sandbox.docker_provider.debian_base import DEBIAN_BASE, make_debian_base
from sandbox.docker_provider.engine import Engine
from sandbox.docker_provider.provider import DockerProvider
from sandbox.docker_provider.server_image import DEFAULT_BASE, build_image

__all__ = ["DEBIAN_BASE", "DEFAULT_BASE", "DockerProvider", "Engine", "build_image", "make_debian_base"]
