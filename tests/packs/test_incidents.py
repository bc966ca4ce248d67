"""Incidents on a real server: the trouble comes, is ended, and stays ended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assessor.domain.runbook import parse_runbook
from assessor.kinds import grade
from assessor.kinds.incident_plot import plot_of
from assessor.packs.loader import Pack, find_packs
from assessor.packs.templates import sandbox_template
from sandbox import wire
from sandbox.cast.live import Live
from sandbox.errors import ConnectionLost
from sandbox.provider import Owner, SandboxSpec

CHALLENGES = Path(__file__).parents[2] / "challenges"
ORDERS = "orders-stand-still"
PATIENCE = 120.0
"""Seconds for what takes two on an idle machine."""


@pytest.fixture
def orders():
    return Pack.from_folder(CHALLENGES / ORDERS)


def until(live, wanted):
    """The states of the clients, once they are as wanted."""
    deadline = time.monotonic() + PATIENCE
    while (found := {fare.name: fare.state for fare in live.fares()}) != wanted:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def test_live_beside_a_candidate(orders, local_provider):
    handle = local_provider.start(SandboxSpec(sandbox_template(orders), Owner("sandbox", "live")))
    live = Live(plot_of(orders.spec), handle.dsn, handle.platform_dsn)
    try:
        until(live, {client.name: client.suffers for client in orders.spec.client})
        answer = parse_runbook(orders.reference)
        assert len(wire.query(handle.dsn, answer.evidence, 10)) == 1
        wire.query(handle.dsn, answer.runbook, 10)
        until(live, {client.name: "works" for client in orders.spec.client})
        local_provider.suspend(handle)
        until(live, {client.name: "away" for client in orders.spec.client})
        local_provider.resume(handle)
        until(live, {client.name: "works" for client in orders.spec.client})
    finally:
        live.close()
        local_provider.stop(handle)


def test_a_candidate_ends_sessions_of_actors_and_not_the_platform_s(orders, local_provider):
    handle = local_provider.start(SandboxSpec(sandbox_template(orders), Owner("sandbox", "rights")))
    watcher = wire.connect(handle.platform_dsn, 10)
    try:
        found = wire.query(
            handle.dsn, "SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = 'platform'", 10
        )
        assert (str(watcher.backend_pid),) in found
        with pytest.raises(ConnectionLost, match="permission denied"):
            wire.query(handle.dsn, f"SELECT pg_catalog.pg_terminate_backend({watcher.backend_pid})", 10)
    finally:
        watcher.finish()
        local_provider.stop(handle)


def incidents():
    packs = map(Pack.from_folder, find_packs(CHALLENGES))
    return [pack for pack in packs if pack.spec.kind == "incident"]


@pytest.mark.proof
@pytest.mark.parametrize("pack", incidents(), ids=lambda pack: pack.spec.slug)
def test_twenty_times_the_same(pack, local_provider, references):
    """Every sample's outcomes are those of its first grading."""
    for sample in pack.samples:
        told = {
            tuple(
                (each.check, each.verdict, each.points)
                for each in grade(pack, sample.text, local_provider, references, "again").outcomes
            )
            for _ in range(20)
        }
        assert len(told) == 1, sample.path
