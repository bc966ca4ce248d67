// The pane below the editor, one for each tab: what its last run gave.

import { announce, h } from "../dom";
import { KeptPlans } from "../plans/kept";
import { readPlan } from "../plans/plan";
import { planPanel } from "../plans/panel";
import type { PracticeResult, ResultSet, RunResult } from "../types";
import { visible } from "../visible";
import { download } from "../clipboard";
import { type Place, errorElement, noticesElement, problemElement, sessionElement, titleOf } from "./errors";
import { asCsv } from "./export";
import { Grid } from "./grid";
import { practiceElement, practiceScore } from "./practice";
import { showRecord } from "./record";
import { countText, durationText, rowsText } from "./words";
import { setUpTabs } from "../tabs";
import { say, sayMany } from "../words";

let made = 0;

function planText(result: ResultSet): string | null {
  const [only, more] = result.columns;
  return only?.name === "QUERY PLAN" && !more ? result.rows.map(([line]) => line ?? "").join("\n") : null;
}

function button(label: string, title: string, action: () => void): HTMLButtonElement {
  const made = h("button", { type: "button", class: "button small quiet", title }, label);
  made.addEventListener("click", action);
  return made;
}

export class ResultsPane {
  readonly element = h("div", { class: "pane" });
  private readonly id = `pane-${(made += 1)}`;
  private clock = 0;

  constructor(
    private readonly plans: KeptPlans,
    hint: string,
  ) {
    this.fill(h("div", { class: "results-empty" }, h("p", {}, say("Results appear here.")), h("p", { class: "hint" }, hint)));
  }

  /** Something runs; after a while the seconds are counted. */
  busy(): void {
    this.stopClock();
    const began = performance.now();
    const line = h("p", { class: "running" }, say("Running…"));
    this.element.classList.add("busy");
    this.element.prepend(line);
    this.clock = window.setInterval(() => {
      line.textContent = say("Running… %(seconds)s s", { seconds: Math.round((performance.now() - began) / 1000) });
    }, 1000);
  }

  problem(title: string, message: string): void {
    this.fill(problemElement(title, message));
    announce(`${title}. ${message}`);
  }

  /** Something is on its way; said aloud only at first. */
  waiting(title: string, message: string, aloud: boolean): void {
    this.fill(h("div", { class: "results-empty" }, h("p", {}, title), h("p", { class: "hint" }, message)));
    if (aloud) announce(`${title}. ${message}`);
  }

  /** What a run gave; `statements` are the texts that ran, as far as they are known. */
  run(run: RunResult, place: Place | null, statements: readonly string[]): void {
    const single = run.results.length === 1 ? durationText(run.duration_ms) : null;
    const results = run.results.map((result, at) => this.result(result, single, statements[at] ?? ""));
    const plan = run.plan === undefined ? null : this.plan(JSON.stringify(run.plan), statements[0] ?? "");
    const nothing = run.outcome === "ok" && !run.results.length && !plan && h("p", { class: "result-status" }, say("Done; nothing was returned."));
    const notices = noticesElement(run);
    const told = h("div", { class: "told", tabindex: "0", role: "region", "aria-label": say("Messages") }, sessionElement(run), errorElement(run, place), notices);
    this.fill(told.childElementCount ? told : null, nothing || null, plan, ...(results.length > 1 ? this.several(run, results, statements) : results));
    announce(spoken(run, place));
  }

  practice(result: PracticeResult): void {
    if (result.status === "grading") {
      return this.fill(h("div", { class: "results-empty" }, h("p", {}, say("Your practice answer is being graded on data you cannot see…"))));
    }
    if (result.status !== "done") return this.problem(say("It could not be graded"), say("That is our fault. Try again, or go on: practice does not count."));
    this.fill(practiceElement(result));
    announce(say("Graded: %(score)s", { score: practiceScore(result) }));
  }

  private fill(...children: (Node | null)[]): void {
    this.stopClock();
    this.element.classList.remove("busy");
    this.element.replaceChildren(...children.filter((child) => child !== null));
  }

  private stopClock(): void {
    clearInterval(this.clock);
    this.element.querySelector(":scope > .running")?.remove();
  }

  private several(run: RunResult, results: HTMLElement[], statements: readonly string[]): HTMLElement[] {
    const chosen = Math.max(0, run.results.map(({ columns }) => columns.length > 0).lastIndexOf(true));
    const tabs = run.results.map((result, at) => {
      const panel = results[at] as HTMLElement;
      panel.id = `${this.id}-result-${at}`;
      panel.setAttribute("role", "tabpanel");
      panel.hidden = at !== chosen;
      const what = result.columns.length ? rowsText(result.row_count) : result.command || say("stopped");
      const label = `${at + 1}: ${what}`;
      const attributes = { type: "button", role: "tab", "aria-controls": panel.id, "aria-selected": String(at === chosen), tabindex: at === chosen ? "0" : "-1" };
      return h("button", { ...attributes, title: statements[at] ?? null }, label);
    });
    const list = h("div", { class: "tabs small", role: "tablist", "aria-label": say("Results of this run") }, ...tabs);
    setUpTabs(list);
    const whole = h("p", { class: "whole-run" }, wholeRun(run));
    return [h("div", { class: "result-tabs" }, list, whole), ...results];
  }

  /** One statement's result; `duration` only where the whole run had a single one. */
  private result(result: ResultSet, duration: string | null, statement: string): HTMLElement {
    const text = planText(result);
    const plan = text === null ? null : this.plan(text, statement);
    if (plan) return plan;
    const status = this.status(result, duration);
    const section = h("div", { class: "result" }, status);
    if (text !== null) section.append(h("pre", { class: "plan-text", tabindex: "0" }, visible(text)));
    else if (result.columns.length) section.append(this.grid(result, status));
    return section;
  }

  private plan(json: string, statement: string): HTMLElement | null {
    const plan = readPlan(json);
    return plan && planPanel(plan, json, statement, this.plans);
  }

  private status(result: ResultSet, duration: string | null): HTMLElement {
    const cut = result.truncated && result.columns.length > 0 && say("the first %(shown)s of %(all)s rows are shown", { shown: countText(result.rows.length), all: countText(result.row_count) });
    return h(
      "div",
      { class: "result-status" },
      h("strong", {}, result.columns.length ? rowsText(result.row_count) : result.command || say("stopped")),
      cut && h("span", { class: "cut" }, cut),
      result.cells_cut && h("span", { class: "cut" }, say("long values are cut")),
      duration && h("span", {}, duration),
    );
  }

  private grid(result: ResultSet, status: HTMLElement): HTMLElement {
    if (!result.rows.length) status.classList.add("no-rows");
    const record = (row: number) => result.rows.length && showRecord(result, row);
    const grid = new Grid(result, say("Result, %(rows)s", { rows: rowsText(result.row_count) }), { record });
    status.append(
      h(
        "span",
        { class: "result-tools" },
        button(say("Copy cell"), say("Copy the cell under the cursor (Ctrl+C)"), () => void grid.copyCell()),
        button(say("Copy all"), say("Copy all rows with headers (Ctrl+Shift+C)"), () => void grid.copyAll()),
        button(say("Record"), say("Show the row with all its values (Enter)"), () => record(grid.activeRow)),
        button("CSV", say("Save all rows as a CSV file"), () => download("result.csv", "text/csv;charset=utf-8", asCsv(result))),
      ),
    );
    return grid.element;
  }
}

function spoken(run: RunResult, place: Place | null): string {
  if (run.outcome !== "ok") {
    const [title, message] = [titleOf(run), run.error?.message ?? run.message];
    if (!place) return `${title}: ${message}`;
    return say("%(title)s at line %(line)s, column %(column)s: %(message)s", { title, message, line: place.line, column: place.column });
  }
  const last = run.results.at(-1);
  if (run.plan !== undefined) return say("The plan is shown");
  const what = last?.columns.length ? rowsText(last.row_count) : (last?.command ?? say("Done"));
  const told = say("%(what)s in %(time)s", { what, time: durationText(run.duration_ms) });
  const count = run.results.length;
  return [
    count > 1 ? say("%(count)s results; the last: %(told)s", { count, told }) : told,
    run.notices.length ? sayMany("%(count)s notice", "%(count)s notices", run.notices.length) : "",
  ].filter(Boolean).join(", ");
}

function wholeRun(run: RunResult): string {
  const told = { count: run.results.length, time: durationText(run.duration_ms) };
  if (!run.results_omitted) return say("%(count)s results in %(time)s", told);
  return say("%(count)s results and %(omitted)s more that are not kept in %(time)s", { ...told, omitted: countText(run.results_omitted) });
}
