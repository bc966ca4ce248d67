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
    this.fill(h("div", { class: "results-empty" }, h("p", {}, "Results appear here."), h("p", { class: "hint" }, hint)));
  }

  /** Something runs; after a while the seconds are counted. */
  busy(): void {
    this.stopClock();
    const began = performance.now();
    const line = h("p", { class: "running" }, "Running…");
    this.element.classList.add("busy");
    this.element.prepend(line);
    this.clock = window.setInterval(() => {
      line.textContent = `Running… ${Math.round((performance.now() - began) / 1000)} s`;
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
    const nothing = run.outcome === "ok" && !run.results.length && !plan && h("p", { class: "result-status" }, "Done; nothing was returned.");
    const notices = noticesElement(run);
    const told = h("div", { class: "told", tabindex: "0", role: "region", "aria-label": "Messages" }, sessionElement(run), errorElement(run, place), notices);
    this.fill(told.childElementCount ? told : null, nothing || null, plan, ...(results.length > 1 ? this.several(run, results, statements) : results));
    announce(spoken(run, place));
  }

  practice(result: PracticeResult): void {
    if (result.status === "grading") {
      return this.fill(h("div", { class: "results-empty" }, h("p", {}, "Your practice answer is being graded on data you cannot see…")));
    }
    if (result.status !== "done") return this.problem("It could not be graded", "That is our fault. Try again, or go on: practice does not count.");
    this.fill(practiceElement(result));
    announce(`Graded: ${practiceScore(result)}`);
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
      const what = result.columns.length ? rowsText(result.row_count) : result.command || "stopped";
      const label = `${at + 1}: ${what}`;
      const attributes = { type: "button", role: "tab", "aria-controls": panel.id, "aria-selected": String(at === chosen), tabindex: at === chosen ? "0" : "-1" };
      return h("button", { ...attributes, title: statements[at] ?? null }, label);
    });
    const list = h("div", { class: "tabs small", role: "tablist", "aria-label": "Results of this run" }, ...tabs);
    setUpTabs(list);
    const omitted = run.results_omitted ? ` and ${countText(run.results_omitted)} more that are not kept` : "";
    const whole = h("p", { class: "whole-run" }, `${run.results.length} results${omitted} in ${durationText(run.duration_ms)}`);
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
    const cut = result.truncated && result.columns.length > 0 && `the first ${countText(result.rows.length)} of ${countText(result.row_count)} rows are shown`;
    return h(
      "div",
      { class: "result-status" },
      h("strong", {}, result.columns.length ? rowsText(result.row_count) : result.command || "stopped"),
      cut && h("span", { class: "cut" }, cut),
      result.cells_cut && h("span", { class: "cut" }, "long values are cut"),
      duration && h("span", {}, duration),
    );
  }

  private grid(result: ResultSet, status: HTMLElement): HTMLElement {
    if (!result.rows.length) status.classList.add("no-rows");
    const record = (row: number) => result.rows.length && showRecord(result, row);
    const grid = new Grid(result, `Result, ${rowsText(result.row_count)}`, { record });
    status.append(
      h(
        "span",
        { class: "result-tools" },
        button("Copy cell", "Copy the cell under the cursor (Ctrl+C)", () => void grid.copyCell()),
        button("Copy all", "Copy all rows with headers (Ctrl+Shift+C)", () => void grid.copyAll()),
        button("Record", "Show the row with all its values (Enter)", () => record(grid.activeRow)),
        button("CSV", "Save all rows as a CSV file", () => download("result.csv", "text/csv;charset=utf-8", asCsv(result))),
      ),
    );
    return grid.element;
  }
}

function spoken(run: RunResult, place: Place | null): string {
  if (run.outcome !== "ok") {
    const where = place ? ` at line ${place.line}, column ${place.column}` : "";
    return `${titleOf(run)}${where}: ${run.error?.message ?? run.message}`;
  }
  const last = run.results.at(-1);
  if (run.plan !== undefined) return "The plan is shown";
  const many = run.results.length > 1 ? `${run.results.length} results; the last: ` : "";
  const notices = run.notices.length ? `, ${run.notices.length === 1 ? "1 notice" : `${run.notices.length} notices`}` : "";
  return `${many}${last?.columns.length ? rowsText(last.row_count) : (last?.command ?? "Done")} in ${durationText(run.duration_ms)}${notices}`;
}
