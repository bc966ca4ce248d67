"""Audit one running server, or one that is started for it."""

from __future__ import annotations

from sandbox.audit import Audit
from sandbox.docker_provider.audit.cis import CIS_CHECKS
from sandbox.docker_provider.audit.facts import gather
from sandbox.docker_provider.audit.model import judge
from sandbox.docker_provider.audit.own import OWN_CHECKS
from sandbox.docker_provider.provider import DockerProvider
from sandbox.provider import Owner, Progress, SandboxSpec, SeedScript, Template, TemplateDatabase, silent

CHECKS = (*CIS_CHECKS, *OWN_CHECKS)
"""In the order of the report."""

SMALL = Template(
    (TemplateDatabase("challenge", (SeedScript("schema.sql", "CREATE TABLE item (id int PRIMARY KEY);"),)),),
    label="audit",
)


def audit(provider: DockerProvider, sandbox_id: str | None = None, progress: Progress = silent) -> Audit:
    """Every check on that server; without an id on one that is started now and removed again.

    Raises SandboxError if there is no such server of this installation or it does not run.
    """
    if sandbox_id is not None:
        return _audit(provider, sandbox_id, progress)
    progress("starting a server to look at")
    handle = provider.start(SandboxSpec(SMALL, Owner("audit", "audit")))
    try:
        return _audit(provider, handle.id, progress)
    finally:
        provider.stop(handle)


def _audit(provider: DockerProvider, sandbox_id: str, progress: Progress) -> Audit:
    progress(f"looking at the server {sandbox_id}")
    facts = gather(provider.engine, provider.container_name(sandbox_id))
    return Audit(sandbox_id, judge(CHECKS, facts))
