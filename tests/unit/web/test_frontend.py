"""The parts of the page's scripts that only compute, run by Node."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor.domain.design import parse_answer
from sandbox.fleet import sections_of

ROOT = Path(__file__).parents[3]
FRONTEND = ROOT / "assessor" / "web" / "frontend"
MODULES = (
    "design/document",
    "editor/sections",
    "editor/statements",
    "editor/positions",
    "plans/plan",
    "plans/compare",
    "results/export",
    "visible",
)
SERVE = """
process.stdin.setEncoding("utf8");
let rest = "";
process.stdin.on("data", (piece) => {
  const lines = (rest + piece).split("\\n");
  rest = lines.pop();
  for (const line of lines) {
    const [name, ...args] = JSON.parse(line);
    console.log(JSON.stringify(all[name](...args) ?? null));
  }
});
"""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """call("statementsOf", "select 1"): what the function gives, through JSON."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    hatch_build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hatch_build)
    (node,) = hatch_build.find_node(ROOT).node
    exports = "".join(f"export * from './{module}';" for module in MODULES)
    script = tmp_path_factory.mktemp("frontend") / "probe.mjs"
    esbuild = [node, ROOT / "node_modules" / "esbuild" / "bin" / "esbuild", "--bundle", "--format=iife"]
    source = subprocess.run(
        [*esbuild, "--global-name=all", "--loader=ts"],
        input=exports,
        cwd=FRONTEND,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    script.write_text(f"{source}\n{SERVE}")
    with subprocess.Popen([node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdin
        assert served.stdout

        def run(name: str, *arguments: Any) -> Any:
            served.stdin.write(json.dumps([name, *arguments]) + "\n")
            served.stdin.flush()
            return json.loads(served.stdout.readline())

        yield run
        served.stdin.close()


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("select 1; select 2", ["select 1;", "select 2"]),
        ("select ';' ; -- a;b\nselect e'\\';' /* ; /* ; */ ; */ ;;", None),
        ("do $x$ begin; end $x$; select $1;", ["do $x$ begin; end $x$;", "select $1;"]),
        (
            "create function f() returns int begin atomic select case when true then 1 end; end; select 3",
            [
                "create function f() returns int begin atomic select case when true then 1 end; end;",
                "select 3",
            ],
        ),
        ("begin; select 1; end;", ["begin;", "select 1;", "end;"]),
        (
            "create rule r as on insert to t do (select 1; select 2); select ';",
            ["create rule r as on insert to t do (select 1; select 2);", "select ';"],
        ),
        ("  -- only a comment", []),
    ],
)
def test_statements_end_where_psql_ends_them(call, text, statements):
    if statements is None:
        statements = ["select ';' ;", "select e'\\';' /* ; /* ; */ ; */ ;"]
    found = call("statementsOf", text)
    assert [text[each["from"] : each["to"]] for each in found] == statements


def test_the_statement_at_the_cursor_is_the_one_around_it_else_the_one_just_left(call):
    text = "select 1;\n\n-- the second\nselect 2;\n\n"
    statements = call("statementsOf", text)

    def at(offset: int) -> str:
        found = call("statementAt", text, statements, offset)
        return text[found["from"] : found["to"]]

    assert at(0) == at(9) == at(10) == "select 1;"
    assert at(text.index("second")) == at(text.index("2;")) == at(len(text)) == "select 2;"


def _node(
    kind: str, time: float, rows: int, *below: Any, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "Node Type": kind,
        "Plan Rows": 10,
        "Total Cost": time * 10,
        "Actual Rows": rows,
        "Actual Loops": 1,
        "Actual Total Time": time,
        "Shared Hit Blocks": int(time),
        "Plans": below,
        **(more or {}),
    }


def _plan(root: dict[str, Any]) -> str:
    return json.dumps([{"Plan": root, "Execution Time": root["Actual Total Time"], "Planning Time": 0.5}])


def test_a_plan_tells_what_stands_out(call):
    scan = _node("Seq Scan", 80, 9000, more={"Relation Name": "orders", "Rows Removed by Filter": 90_000})
    never = _node("Index Scan", 0, 0, more={"Actual Loops": 0, "Index Name": "orders_pkey"})
    plan = call("readPlan", _plan(_node("Hash Join", 100, 9000, scan, never)))
    join, found, unused = plan["nodes"]
    assert (plan["analyzed"], plan["execution"], plan["buffers"]) == (True, 100, 100)
    assert (join["own"], found["own"], found["buffers"]) == (20, 80, 80)
    assert found["title"] == "Seq Scan on orders"
    assert found["remarks"][0] == "80 % of the time is spent here"
    assert "900 times more rows than estimated" in found["remarks"]
    assert "reads and throws away 90,000 rows (91 % of what it reads)" in found["remarks"]
    assert unused["remarks"] == ["never executed"]
    assert plan["summary"][0].startswith("Seq Scan on orders: 80 %")


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", '[{"Plan": null}]', "{}"])
def test_what_is_no_plan_is_none(call, text):
    assert call("readPlan", text) is None


def test_plans_are_compared_node_by_node(call):
    before = call("readPlan", _plan(_node("Sort", 100, 10, _node("Seq Scan", 90, 10))))
    now = call("readPlan", _plan(_node("Sort", 20, 10, _node("Index Scan", 10, 10))))
    pairs = call("align", before["nodes"], now["nodes"])
    titles = [[node and node["title"] for node in pair] for pair in pairs]
    assert titles == [["Sort", "Sort"], ["Seq Scan", None], [None, "Index Scan"]]
    assert call("change", 100, 20) == "5.0 times less"
    assert call("change", 0, 3) == "more"
    assert call("change", 3, 3) == "the same"


def test_csv_tells_null_from_the_empty_string(call):
    columns = [
        {"name": "a, b", "type": "text", "numeric": False},
        {"name": "c", "type": "text", "numeric": False},
    ]
    result = {"columns": columns, "rows": [[None, ""], ['say "hi"', "x\ny"]]}
    assert call("asCsv", result) == '"a, b",c\r\n,""\r\n"say ""hi""","x\ny"\r\n'
    assert call("asTabs", result) == 'a, b\tc\n\t\nsay "hi"\tx y'


def test_positions_count_characters_and_not_halves(call):
    assert call("unitOffset", "a😀b", 3) == 3
    assert call("visible", "a\u202eb") == "a⟨U+202E⟩b"


NOTHING: dict[str, Any] = {"text": "", "numbers": {}, "choices": {}, "comments": []}
COMMENT = {"file": "a.sql", "line": 3, "category": "locks", "severity": "minor", "text": 'a "b"\n---\n{'}


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "Words."},
        {"text": "{not a head}"},
        {"text": "Words.\n---\nmore", "numbers": {"disk": 3}},
        {"text": "", "comments": [COMMENT, COMMENT]},
        {"text": "{", "choices": {"model": {"option": "a", "reason": ""}}, "comments": [COMMENT]},
    ],
)
def test_an_answer_in_words_is_one_text_and_nothing_is_lost(call: Callable[..., Any], answer: Any) -> None:
    whole = NOTHING | answer
    text = call("compose", whole)
    assert call("decompose", text) == whole
    read = parse_answer(text)
    assert (read.text, [vars(each) for each in read.comments]) == (whole["text"], whole["comments"])


def test_what_cannot_be_read_is_shown_as_text(call: Callable[..., Any]) -> None:
    assert call("decompose", "{broken\n---\nwords") == NOTHING | {"text": "{broken\n---\nwords"}


def test_a_runbook_is_split_at_its_heads_as_the_server_splits_it(call):
    text = "pg_isready;\n\n-- on primary\nls; ls\n\n-- on spare \npsql <<'SQL'\n-- on the table\nSQL\n"
    parts = [text[part["from"] : part["to"]] for part in call("sectionsOf", text)]
    assert parts == [
        "pg_isready;",
        "-- on primary\nls; ls",
        "-- on spare \npsql <<'SQL'\n-- on the table\nSQL",
    ]
    told = sections_of(text, "first")
    assert [section.node for section in told] == ["first", "primary", "spare"]
    assert [section.line for section in told] == [1, 3, 6]
    assert call("withHead", text, "ls", text.index("ls;")) == "-- on primary\nls"
    assert call("withHead", text, "pg_isready", 0) == "pg_isready"
