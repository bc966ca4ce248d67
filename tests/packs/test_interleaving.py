"""Several sessions in a real lab: who waits is seen, a circle ends with its last step, clients repeat and die."""

from __future__ import annotations

import pytest

from assessor.grading.interleaving import Actor, Play, perform
from assessor.grading.lab import LabLimits
from assessor.grading.probing import Answer, ProbeLab
from assessor.grading.session import Ended, Limits, Stopped
from sandbox.provider import Owner, SandboxSpec, SeedScript, Template, TemplateDatabase

SCHEMA = """
CREATE TABLE item (item_id integer PRIMARY KEY, stock integer NOT NULL);
INSERT INTO item SELECT n, 10 FROM generate_series(1, 20) AS n;
GRANT SELECT, INSERT, UPDATE ON item TO caller;
"""
TAKE = """
CREATE FUNCTION take(p_item integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE left_over integer;
BEGIN
    UPDATE item SET stock = stock - 1 WHERE item_id = p_item RETURNING stock INTO left_over;
    RETURN left_over;
END $$;
"""
LIMITS = LabLimits(Limits(seconds=3.0), total_seconds=600.0)
READ = "SELECT stock FROM public.item WHERE item_id < 3 ORDER BY item_id"


@pytest.fixture(scope="module")
def lab(provider):
    template = Template(
        (TemplateDatabase("d1", (SeedScript("schema.sql", SCHEMA),)),), "interleaving", ("caller",)
    )
    spec = SandboxSpec(template, Owner("lab", "interleaving"))
    with ProbeLab(provider, spec, LIMITS, Answer(TAKE, ("caller",), "d1")) as lab:
        yield lab


@pytest.fixture
def play(lab):
    """What comes of sessions, by name, whose steps are taken in an order."""

    def played(order, text=TAKE, retry=(), **steps):
        lab.take(text)
        actors = tuple(Actor(name, "caller", tuple(each)) for name, each in steps.items())
        one = Play("d1", actors, tuple(order), (), frozenset(retry), (READ,), "DIES")
        return lab.act("d1", lambda room: perform(room, one))

    return played


def told(played):
    """The moments as short words: a2 is the second step of a."""
    return [
        f"{each.session}{each.step} {each.what}{' again' if each.again else ''}" for each in played.moments
    ]


def stock(played):
    return [value for (value,) in played.reads[0].values()]


def one(item):
    return ["BEGIN", f"SELECT take({item})", "COMMIT"]


def both(first, second):
    return ["BEGIN", f"SELECT take({first})", f"SELECT take({second})", "COMMIT"]


def test_who_comes_second_waits_until_the_first_has_ended(play):
    played = play("aabbab", a=one(1), b=one(1))
    assert told(played) == ["a1 ok", "a2 ok", "b1 ok", "b2 waits", "a3 ok", "b2 ok", "b3 ok"]
    assert (played.waits, stock(played)) == (1, [8, 10])
    assert played.endings["b"][2].table.values() == [(8,)]


def test_who_waits_takes_its_next_step_later(play):
    played = play("aabbba", a=one(1), b=one(1))
    assert told(played)[3:] == ["b2 waits", "a3 ok", "b2 ok", "b3 ok"]


def test_one_waits_behind_another(play):
    played = play("aabbccabc", a=one(1), b=one(1), c=one(1))
    assert told(played)[:7] == ["a1 ok", "a2 ok", "b1 ok", "b2 waits", "c1 ok", "c2 waits", "a3 ok"]
    # Both wake for a new version of the row, and PostgreSQL does not say who gets at it first.
    one_first, other_first = ["b2 ok", "b3 ok"], ["c2 ok", "c3 ok"]
    assert told(played)[7:] in ([*one_first, *other_first], [*other_first, *one_first])
    assert stock(played) == [7, 10]


@pytest.mark.parametrize("order", ["abababab", "aabbbaab"])
def test_the_step_that_closes_a_circle_is_ended(play, order):
    last = "b" if order == "abababab" else "a"
    other = "ba"[last == "b"]
    played = play(order, a=both(1, 2), b=both(2, 1))
    assert played.endings[last][3].sqlstate == "40P01"
    assert f"{other}3 waits" in told(played)
    assert f"{other}4 ok" in told(played)
    assert stock(played) == [9, 9]


def test_a_client_repeats_its_transaction_when_the_others_have_ended(play):
    played = play("abababab", retry=["40P01"], a=both(1, 2), b=both(2, 1))
    assert told(played)[-6:] == ["a3 ok", "a4 ok", "b1 ok again", "b2 ok again", "b3 ok again", "b4 ok again"]
    assert played.endings["b"][3].table.values() == [(8,)]
    assert stock(played) == [8, 8]


def test_only_the_transaction_that_failed_is_repeated(play):
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    steps = ["SELECT take(2)", begin, "SELECT count(*) FROM item", "SELECT take(1)", "COMMIT"]
    played = play("bbbabb", retry=["40001"], a=["SELECT take(1)"], b=steps)
    assert told(played)[-5:] == ["b4 retries", "b2 ok again", "b3 ok again", "b4 ok again", "b5 ok again"]
    assert stock(played) == [8, 9]


def test_a_client_that_dies_has_done_nothing(play):
    played = play("aabbab", a=["BEGIN", "SELECT take(1)", "DIES"], b=one(1))
    assert told(played)[3:] == ["b2 waits", "a3 ok", "b2 ok", "b3 ok"]
    assert stock(played) == [9, 10]


def test_a_client_that_was_ended_before_it_dies(play):
    ends = TAKE.replace(
        "BEGIN",
        """BEGIN PERFORM pg_terminate_backend(pid, 3000) FROM pg_stat_activity
        WHERE usename = session_user AND state = 'idle in transaction';""",
    )
    played = play("aabba", ends, a=["BEGIN", "SELECT take(1)", "DIES"], b=one(1)[:2])
    assert told(played)[-1] == "a3 ok"


def test_what_is_never_given_back_is_waited_for_for_ever(play):
    keeps = TAKE.replace("BEGIN", "BEGIN PERFORM pg_advisory_lock(p_item);")
    played = play("aabbab", keeps, a=one(1), b=one(1))
    assert told(played)[-2:] == ["a3 ok", "b2 stuck"]
    assert played.endings["b"][2].stuck


def test_an_answer_may_silence_what_postgresql_tells(play):
    silent = TAKE.replace("LANGUAGE plpgsql", "LANGUAGE plpgsql SET client_min_messages = error")
    played = play("aabbab", silent, a=one(1), b=one(1))
    assert told(played)[3:] == ["b2 waits", "a3 ok", "b2 ok", "b3 ok"]
    forged = TAKE.replace("BEGIN", "BEGIN RAISE LOG 'process 1 still waiting for a lock after 1 ms';")
    assert play("aabb", forged, a=one(1)[:2], b=one(2)[:2]).waits == 0


def test_who_asks_again_and_again_is_stopped(play):
    spins = TAKE.replace(
        "BEGIN", "BEGIN WHILE NOT pg_try_advisory_xact_lock(p_item) LOOP PERFORM pg_sleep(0.01); END LOOP;"
    )
    with pytest.raises(Stopped) as stopped:
        play("aabbab", spins, a=one(1), b=one(1))
    assert stopped.value.ended is Ended.TIMED_OUT


def test_eight_workers_side_by_side(play):
    workers = {name: one(number) for number, name in enumerate("abcdefgh", 3)}
    assert play("abcdefgh" * 3, **workers).waits == 0
    crowd = TAKE.replace("BEGIN", "BEGIN LOCK TABLE item IN EXCLUSIVE MODE;")
    assert play("abcdefgh" * 3, crowd, **workers).waits == 7
