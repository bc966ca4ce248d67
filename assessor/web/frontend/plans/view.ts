// A plan as a tree table by the ARIA pattern: rows fold, arrow keys move; it can be read aloud and printed.

import { h } from "../dom";
import { countText, durationText } from "../results/words";
import { visible } from "../visible";
import type { Plan, PlanNode } from "./plan";
import { say } from "../words";

const DEEPEST = 16;

interface Row {
  node: PlanNode;
  element: HTMLTableRowElement;
  parent: Row | null;
  open: boolean;
}

function share(node: PlanNode): HTMLElement {
  const bar = h("span", { class: "share-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", `${Math.round(node.share * 100)}%`);
  return bar;
}

function rowsCell(node: PlanNode, analyzed: boolean): HTMLTableCellElement[] {
  const estimated = h("td", { role: "gridcell", class: "num" }, countText(node.estimated));
  if (!analyzed) return [estimated];
    const actual = node.loops === 0 || node.actual === null ? "–" : countText(node.actual);
  return [
    estimated,
    h("td", { role: "gridcell", class: node.estimateOff ? "num off" : "num" }, actual),
    h("td", { role: "gridcell", class: "num" }, node.loops === null ? "" : countText(node.loops)),
  ];
}

function nameCell(node: PlanNode): HTMLElement {
  const text = h(
    "span",
    { class: "node" },
    h("strong", {}, visible(node.title)),
    ...node.details.map(([name, value]) => h("code", { class: "node-detail" }, visible(`${name}: ${value}`))),
    ...node.remarks.map((each) => h("span", { class: "remark" }, each)),
  );
  const twisty = h("span", { class: node.children.length ? "twisty" : "twisty leaf", "aria-hidden": "true" });
  return h("th", { scope: "row", role: "rowheader", class: `plan-depth-${Math.min(node.level, DEEPEST)}` }, h("span", { class: "node-line" }, twisty, text));
}

function rowElement(node: PlanNode, plan: Plan, at: number): HTMLTableRowElement {
  const own = plan.timed ? durationText(node.own) : countText(Math.round(node.own));
  const total = plan.timed ? durationText(node.total ?? 0) : countText(Math.round(node.cost));
  const cells = [
    h("td", { role: "gridcell", class: "num" }, own, share(node)),
    h("td", { role: "gridcell", class: "num" }, total),
    ...rowsCell(node, plan.analyzed),
    ...(plan.buffers === null ? [] : [h("td", { role: "gridcell", class: "num" }, countText(node.buffers ?? 0))]),
  ];
  const element = h("tr", { role: "row", "aria-level": String(node.level), tabindex: at === 0 ? "0" : "-1" }, nameCell(node), ...cells);
  if (node.children.length) element.setAttribute("aria-expanded", "true");
  return element;
}

function headings(plan: Plan): string[] {
  const unit = plan.timed ? [say("Time here"), say("Time with parts")] : [say("Cost here"), say("Cost with parts")];
  return [
    ...unit,
    say("Rows estimated"),
    ...(plan.analyzed ? [say("Rows actual"), say("Loops")] : []),
    ...(plan.buffers === null ? [] : [say("Pages here")]),
  ];
}

class TreeTable {
  readonly element: HTMLTableElement;
  private readonly rows: Row[] = [];

  constructor(plan: Plan) {
    this.collect(plan.root, plan, null);
    const head = headings(plan).map((each) => h("th", { scope: "col", role: "columnheader", class: "num" }, each));
    this.element = h(
      "table",
      { class: "table plan-table tree", role: "treegrid", "aria-label": say("Plan") },
      h("thead", {}, h("tr", { role: "row" }, h("th", { scope: "col", role: "columnheader" }, say("Node")), ...head)),
      h("tbody", {}, ...this.rows.map(({ element }) => element)),
    );
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("click", (event) => this.onClick(event));
  }

  private collect(node: PlanNode, plan: Plan, parent: Row | null): void {
    const row: Row = { node, element: rowElement(node, plan, this.rows.length), parent, open: true };
    this.rows.push(row);
    for (const child of node.children) this.collect(child, plan, row);
  }

  private rowOf(target: EventTarget | null): Row | undefined {
    const element = target instanceof Element ? target.closest("tr") : null;
    return this.rows.find((row) => row.element === element);
  }

  private onClick(event: MouseEvent): void {
    const row = this.rowOf(event.target);
    if (!row) return;
    this.focus(row);
    if (event.target instanceof Element && event.target.closest(".twisty")) this.fold(row, !row.open);
  }

  private onKey(event: KeyboardEvent): void {
    const row = this.rowOf(event.target);
    if (!row) return;
    const seen = this.rows.filter(({ element }) => !element.hidden);
    const at = seen.indexOf(row);
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.focus(seen[at + 1]),
      ArrowUp: () => this.focus(seen[at - 1]),
      Home: () => this.focus(seen[0]),
      End: () => this.focus(seen.at(-1)),
      ArrowLeft: () => (row.open && row.node.children.length ? this.fold(row, false) : this.focus(row.parent ?? undefined)),
      ArrowRight: () => (row.open ? this.focus(row.node.children.length ? seen[at + 1] : undefined) : this.fold(row, true)),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  private focus(row: Row | undefined): void {
    if (!row) return;
    for (const { element } of this.rows) element.tabIndex = element === row.element ? 0 : -1;
    row.element.focus();
  }

  private fold(row: Row, open: boolean): void {
    if (!row.node.children.length) return;
    row.open = open;
    row.element.setAttribute("aria-expanded", String(open));
    for (const { element, parent } of this.rows) element.hidden = hiddenBy(parent);
  }
}

function hiddenBy(row: Row | null): boolean {
  return row !== null && (!row.open || hiddenBy(row.parent));
}

/** The plan with what stands out above it. */
export function planElement(plan: Plan): HTMLElement {
  const told = plan.summary.length
    ? h("div", { class: "stands-out" }, h("h3", {}, say("What stands out")), h("ul", {}, ...plan.summary.map((each) => h("li", {}, visible(each)))))
    : h("p", { class: "hint" }, plan.analyzed ? say("Nothing stands out.") : say("Nothing stands out in the estimate. Explain with Analyze runs the statement and counts."));
  return h("div", { class: "plan-view" }, told, h("div", { class: "plan-scroll" }, new TreeTable(plan).element));
}

