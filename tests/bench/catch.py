"""How many wrong answers the synthesised datasets expose: python -m tests.bench.catch PAIRS.jsonl [--limit N].

A submission is rejected when it fails or gives another result than the reference on any dataset. Results are
compared as bags, names of columns ignored: the problems of the corpus ask for no order. Only ddl, invariants and the
first reference are looked at by synthesis; submissions and labels only score it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from assessor.grading.compare import compare
from assessor.grading.synthesis.dataset import Draft
from assessor.grading.synthesis.domains import build
from assessor.grading.synthesis.draw import Drawer, Profile
from assessor.grading.synthesis.reading import Hints
from assessor.grading.synthesis.server import Answer, Query, Refused, Scratch
from assessor.grading.synthesis.synthesise import CannotSynthesise, synthesise
from assessor.grading.synthesis.valid import settle
from assessor.grading.table import ResultTable
from tests.bench.report import Progress, machine, percent, server, versions

HARD = 0.03


@dataclass(frozen=True)
class Witness:
    """Where a submission differs from the reference."""

    inserts: Sequence[str]
    expected: str
    actual: str
    rule: str


@dataclass(frozen=True)
class Outcome:
    """What became of one submission."""

    pair: dict[str, Any]
    witness: Witness | None
    by_random: bool


@dataclass(frozen=True)
class Measured:
    """One problem."""

    outcomes: list[Outcome]
    seconds: float
    datasets: int


def measure(dsn: str, problem: str, pairs: list[dict[str, Any]], seed: int) -> Measured:
    first = pairs[0]
    ddl, invariants, reference = first["ddl"], first["invariants"], first["reference"]
    started = time.monotonic()
    try:
        made = synthesise(ddl, invariants, [reference], seed=seed, dsn=dsn, mutants=mutants(ddl, reference))
    except CannotSynthesise as error:
        print(f"{problem}: {error}", file=sys.stderr)
        made = []
    seconds = time.monotonic() - started
    drafts = [{name: list(rows) for name, rows in each.rows.items()} for each in made]
    with Scratch(dsn, ddl, invariants) as scratch:
        plain = plain_random(scratch, drafts, bool(invariants), Random(seed))  # noqa: S311 - a measurement
        found = [witnesses(scratch, reference, pairs, each) for each in (drafts, plain)]
    outcomes = [Outcome(pair, found[0].get(pair["id"]), pair["id"] in found[1]) for pair in pairs]
    return Measured(outcomes, seconds, len(made))


def mutants(ddl: list[str], reference: str) -> list[str]:
    return []


def plain_random(scratch: Scratch, sizes: list[Draft], grouped: bool, rng: Random) -> list[Draft]:
    """As many valid datasets of the same sizes, with nothing read from the reference and nothing chosen."""
    drawer = Drawer(scratch.schema, build(scratch.schema, Hints(), scratch), rng)
    profile = Profile(width=8, literal=0.0, nulls=0.1, copies=0.0)
    found = []
    for size in sizes:
        tiny = drawer.tiny(profile)
        draft: Draft = {}
        for table in scratch.schema.tables:
            draft[table.name] = []
            for _ in size[table.name]:
                draft[table.name].append(drawer.row(table, draft, tiny, profile))
        found.append(settle(scratch, draft, grouped) or {})
    return found


def witnesses(
    scratch: Scratch, reference: str, pairs: list[dict[str, Any]], drafts: Iterable[Draft]
) -> dict[str, Witness]:
    """By id, the first difference of every submission that has one."""
    right = scratch.prepare(reference)
    found: dict[str, Witness] = {}
    queries: dict[str, Query] = {}
    for pair in pairs:
        try:
            queries[pair["id"]] = scratch.prepare(pair["submission"])
        except Refused as refused:
            found[pair["id"]] = Witness([], "", str(refused), "refused")
    for draft in drafts:
        scratch.load(draft)
        expected = scratch.run([right])[0]
        names = [name for name in queries if name not in found]
        for name, answer in zip(names, scratch.run([queries[name] for name in names]), strict=True):
            rule = difference(right, expected, queries[name], answer)
            if rule:
                shown = [f"{table}: {rows}" for table, rows in draft.items()]
                found[name] = Witness(shown, said(right, expected), said(queries[name], answer), rule)
    return found


def difference(right: Query, expected: Answer, query: Query, answer: Answer) -> str:
    if expected.rows is None:
        return ""
    if answer.rows is None:
        return f"error {answer.state}"
    told = compare(ResultTable(right.columns, expected.rows), ResultTable(query.columns, answer.rows))
    return "" if told.equal else f"{told.rule}: {told.message}"


def said(query: Query, answer: Answer) -> str:
    if answer.rows is None:
        return f"error {answer.state}"
    return str([tuple(map(str, row)) for row in ResultTable(query.columns, answer.rows).values()])


def summary(measured: dict[str, Measured]) -> dict[str, Any]:
    outcomes = [outcome for each in measured.values() for outcome in each.outcomes]
    wrong = [outcome for outcome in outcomes if outcome.pair["label"] == "different"]
    right = [outcome for outcome in outcomes if outcome.pair["label"] != "different"]
    hard = [outcome for outcome in wrong if (outcome.pair["kill_rate"] or 0) <= HARD]
    rejected = [outcome for outcome in right if outcome.witness]
    return {
        "caught_pct": caught(wrong),
        "caught_pct_by_regime": {
            regime: caught([outcome for outcome in wrong if outcome.pair["regime"] == regime])
            for regime in sorted({outcome.pair["regime"] for outcome in wrong})
        },
        "hard_caught_pct": caught(hard),
        "random_caught_pct": percent(sum(outcome.by_random for outcome in wrong), len(wrong)),
        "false_rejects": len(rejected),
        "adjudicated": [
            {**shown(outcome.pair), "witness": asdict(outcome.witness)}
            for outcome in rejected
            if outcome.witness
        ],
        "datasets_max": max((each.datasets for each in measured.values()), default=0),
        "datasets": {name: each.datasets for name, each in measured.items()},
        "seconds_per_problem": round(statistics.median(each.seconds for each in measured.values()), 2),
        "seconds_max": round(max(each.seconds for each in measured.values()), 2),
        "missed": [outcome.pair["id"] for outcome in wrong if not outcome.witness],
        "counts": {
            "problems": len(measured),
            "different": len(wrong),
            "hard": len(hard),
            "equivalent": len(right),
        },
    }


def shown(pair: dict[str, Any]) -> dict[str, Any]:
    return {name: pair[name] for name in ("id", "problem", "reference", "submission")}


def caught(outcomes: list[Outcome]) -> float | None:
    return percent(sum(outcome.witness is not None for outcome in outcomes), len(outcomes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--limit", type=int, help="only the first problems")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    lines = arguments.pairs.read_text(encoding="utf-8").splitlines()
    problems: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in map(json.loads, filter(str.strip, lines)):
        problems[str(pair["problem"])].append(pair)
    chosen = list(problems.items())[: arguments.limit]
    measured: dict[str, Measured] = {}
    progress = Progress(len(chosen))
    with server() as dsn:
        where = {"machine": machine(), "versions": versions(dsn)}
        for name, pairs in chosen:
            measured[name] = each = measure(dsn, name, pairs, arguments.seed)
            wrong = [outcome for outcome in each.outcomes if outcome.pair["label"] == "different"]
            missed = [outcome.pair["id"] for outcome in wrong if not outcome.witness]
            told = f"{each.datasets} datasets in {each.seconds:.1f} s, missed {missed}"
            progress.step(f"{name}: {told}")
    found = summary(measured)
    for entry in found["adjudicated"]:
        print(json.dumps(entry, indent=1), file=sys.stderr)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    print(json.dumps({**found, **where, "seed": arguments.seed, "pairs": digest}, indent=1))


if __name__ == "__main__":
    main()
