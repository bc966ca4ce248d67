"""`assessor pack verify` lets packs prove themselves beside each other and tells of them in their order."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assessor.cli import pack as command
from assessor.packs.loader import Pack
from assessor.packs.verify import Problem, VerifyReport

PACKS = ("ferry-presale", "clinic-retention")
SECONDS = 10.0


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch):
    """Run the command on PACKS, where a pack is proved by `prove`."""

    def run(prove: Any, *options: str) -> Result:
        monkeypatch.setattr(command, "choose_provider", lambda *_: object())
        monkeypatch.setattr(command, "verify_pack", prove)
        return CliRunner().invoke(command.pack_group, ["verify", *PACKS, *options])

    return run


def report(pack: Pack, *problems: Problem) -> VerifyReport:
    return VerifyReport(pack.spec.slug, 1, 1, 1, problems, 0.1)


def test_two_are_proved_beside_each_other_and_told_in_the_order_asked_for(verified) -> None:
    both = threading.Barrier(2, timeout=SECONDS)
    other_is_done = threading.Event()

    def prove(pack: Pack, *_: Any, **__: Any) -> VerifyReport:
        both.wait()
        if pack.spec.slug == PACKS[0]:
            assert other_is_done.wait(SECONDS)
        else:
            other_is_done.set()
        return report(pack)

    result = verified(prove)

    assert result.exit_code == 0, result.output
    assert result.stdout.index(PACKS[0]) < result.stdout.index(PACKS[1])
    assert "packs: 2 (2 ok, 0 not)" in result.stdout
    assert f"{PACKS[1]}: ok after 0 s" in result.stderr


def test_one_at_a_time_if_asked_for(verified) -> None:
    alone = threading.Lock()

    def prove(pack: Pack, *_: Any, **__: Any) -> VerifyReport:
        assert alone.acquire(blocking=False)
        try:
            return report(pack)
        finally:
            alone.release()

    assert verified(prove, "--at-once", "1").exit_code == 0


def test_a_problem_of_one_is_told_and_fails(verified) -> None:
    def prove(pack: Pack, *_: Any, **__: Any) -> VerifyReport:
        problem = Problem("Accepted samples score alike", "they do not")
        return report(pack, *([problem] if pack.spec.slug == PACKS[1] else []))

    result = verified(prove)

    assert result.exit_code == 1
    assert f"{PACKS[1]}: Accepted samples score alike: they do not" in result.stderr
    assert "packs: 2 (1 ok, 1 not)" in result.stdout
