// The list of runs: the server renders those from before, new ones are added on top; each can be run or read again.

import { byId, h } from "../dom";
import { durationText, rowsText } from "../results/words";
import { timeElement } from "../times";
import type { Mode, RunResult } from "../types";
import { visible } from "../visible";
import { say } from "../words";

export interface HistoryHooks {
  again: (text: string) => void;
  insert: (text: string) => void;
}

const WORDS: Record<Mode, string> = { run: "%(what)s", explain: say("Explain: %(what)s"), analyze: say("Explain Analyze: %(what)s") };

function summary(run: RunResult): string {
  if (run.error) return `ERROR ${run.error.sqlstate}: ${run.error.message}`;
  if (run.outcome !== "ok") return run.message;
  const last = run.results.at(-1);
  if (!last) return say("nothing returned");
  return last.columns.length ? rowsText(last.row_count) : last.command;
}

export function addRun(text: string, run: RunResult, mode: Mode): void {
  const good = run.outcome === "ok";
  const line = h(
    "summary",
    {},
    byId<HTMLTemplateElement>("run-marks").content.children[good ? 0 : 1]?.cloneNode(true),
    h("span", { class: "run-summary" }, visible(WORDS[mode].replace("%(what)s", () => summary(run)))),
    h("span", { class: "run-when" }, `${durationText(run.duration_ms)} · `, timeElement(new Date().toISOString())),
  );
  const buttons = h(
    "div",
    { class: "run-tools" },
    h("button", { type: "button", class: "button small", "data-run-again": "" }, say("Run again")),
    h("button", { type: "button", class: "button small quiet", "data-run-insert": "" }, say("Insert into the editor")),
  );
  byId("runs").prepend(h("li", { class: `run ${good ? "good" : "bad"}` }, h("details", {}, line, h("pre", { class: "sql", tabindex: "0" }, text), buttons)));
  byId("no-runs").hidden = true;
  byId("run-count").textContent = String(byId("runs").childElementCount);
}

export function setUpHistory(hooks: HistoryHooks): void {
  // Also the examples of a workload, which bring their text along.
  byId("brief").addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-run-again], [data-run-insert]") : null;
    const text = button?.dataset.text ?? button?.closest("details")?.querySelector("pre")?.textContent;
    if (!button || !text) return;
    if ("runAgain" in button.dataset) hooks.again(text);
    else hooks.insert(text);
  });
}
