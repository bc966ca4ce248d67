// The list of runs: the server renders those from before, new ones are added on top.

import { byId, h } from "./dom";
import { durationText, rowsText } from "./grid";
import { clockTime } from "./times";
import type { RunResult } from "./types";

function summary(run: RunResult): string {
  if (run.error) return `ERROR ${run.error.sqlstate}: ${run.error.message}`;
  if (run.outcome !== "ok") return run.message;
  const last = run.results.at(-1);
  if (!last) return "nothing returned";
  return last.columns.length ? rowsText(last.row_count) : last.command;
}

export function addRun(text: string, run: RunResult): void {
  const good = run.outcome === "ok";
  const when = `${durationText(run.duration_ms)} · ${clockTime(new Date().toISOString())}`;
  const line = h(
    "summary",
    {},
    h("span", { class: `badge ${good ? "good" : "bad"}` }, good ? "worked" : "failed"),
    h("span", { class: "run-summary" }, summary(run)),
    h("span", { class: "run-when" }, when),
  );
  byId("runs").prepend(h("li", { class: "run" }, h("details", {}, line, h("pre", { class: "sql" }, text))));
  byId("no-runs").hidden = true;
  byId("run-count").textContent = String(byId("runs").childElementCount);
}
