// The pane below the editor: results, errors, notices, and the grading of a practice answer.

import { announce, byId, h } from "./dom";
import { durationText, resultElement, rowsText } from "./grid";
import type { CheckOutcome, PracticeResult, RunResult, SqlError } from "./types";

export interface Place {
  line: number;
  column: number;
  jump: () => void;
}

const TITLES = { error: "PostgreSQL reports an error", timed_out: "Stopped: it took too long", interrupted: "The server went away" };
const VERDICTS = { passed: ["good", "Passed"], failed: ["bad", "Failed"], "could-not-grade": ["warn", "Could not grade"] } as const;

const pane = () => byId("results");

function fill(...children: (Node | null)[]): void {
  pane().replaceChildren(...children.filter((child) => child !== null));
  pane().scrollTop = 0;
  pane().classList.remove("busy");
}

export function showBusy(): void {
  pane().classList.add("busy");
}

export function showProblem(title: string, message: string): void {
  fill(h("div", { class: "run-error" }, h("header", {}, h("span", { class: "what" }, title)), h("p", {}, message)));
  announce(`${title}. ${message}`);
}

/** Something is on its way; said aloud only at first. */
export function showWaiting(title: string, message: string, aloud: boolean): void {
  fill(h("div", { class: "results-empty" }, h("p", {}, title), h("p", { class: "hint" }, message)));
  if (aloud) announce(`${title}. ${message}`);
}

export function showRun(run: RunResult, place: Place | null): void {
  const single = run.results.length === 1 ? durationText(run.duration_ms) : null;
  const whole = run.results.length === 1 || !run.results.length ? null : wholeRun(run);
  const results = run.results.map((result) => resultElement(result, single));
  const nothing = run.outcome === "ok" && !run.results.length ? h("p", { class: "result-status" }, "Done; nothing was returned.") : null;
  fill(errorElement(run, place), notices(run.notices), whole, nothing, ...results);
  announce(spoken(run, place));
}

function wholeRun(run: RunResult): HTMLElement {
  const text = `${run.results.length} results in ${durationText(run.duration_ms)}`;
  return h("p", { class: "result-status" }, h("strong", {}, text));
}

function notices(all: string[]): HTMLElement | null {
  return all.length ? h("ul", { class: "run-notices", "aria-label": "Notices" }, ...all.map((each) => h("li", {}, each))) : null;
}

function errorElement(run: RunResult, place: Place | null): HTMLElement | null {
  if (run.outcome === "ok") return null;
  const error = run.error;
  return h(
    "div",
    { class: "run-error" },
    h("header", {}, h("span", { class: "what" }, TITLES[run.outcome]), error && h("span", { class: "state" }, error.sqlstate), place && jumpButton(place)),
    h("p", { class: error ? "said" : null }, error?.message ?? run.message),
    error && more(error),
  );
}

function jumpButton(place: Place): HTMLElement {
  const button = h("button", { type: "button", class: "jump" }, `Line ${place.line}, column ${place.column}`);
  button.addEventListener("click", place.jump);
  return button;
}

function more(error: SqlError): HTMLElement | null {
  const rows = [["Detail", error.detail], ["Hint", error.hint]].filter(([, text]) => text) as [string, string][];
  return rows.length ? h("dl", {}, ...rows.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text)))) : null;
}

function spoken(run: RunResult, place: Place | null): string {
  if (run.outcome !== "ok") {
    const where = place ? ` at line ${place.line}, column ${place.column}` : "";
    return `${TITLES[run.outcome]}${where}: ${run.error?.message ?? run.message}`;
  }
  const last = run.results.at(-1);
  return last?.columns.length ? `${rowsText(last.row_count)} in ${durationText(run.duration_ms)}` : (last?.command ?? "Done");
}

/** How a practice answer was graded. */
export function showPractice(result: PracticeResult): void {
  if (result.status === "grading") {
    return fill(h("div", { class: "results-empty" }, h("p", {}, "Your practice answer is being graded on data you cannot see…")));
  }
  if (result.status !== "done") return showProblem("It could not be graded", "That is our fault. Try again, or go on: practice does not count.");
  const score = `${Math.round((result.score ?? 0) * 10) / 10} of 100`;
  fill(h("div", { class: "verdicts" }, h("p", { class: "headline" }, `This practice answer: ${score}`), h("ul", {}, ...result.outcomes.map(check))));
  announce(`Graded: ${score}`);
}

function check(outcome: CheckOutcome): HTMLElement {
  const [tone, word] = VERDICTS[outcome.verdict];
  return h(
    "li",
    {},
    h("span", { class: `badge ${tone}` }, word),
    h("strong", {}, outcome.title),
    h("span", { class: "points" }, `${outcome.points} / ${outcome.max_points}`),
    outcome.message ? h("p", {}, outcome.message) : null,
  );
}
