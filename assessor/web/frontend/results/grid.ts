// A result set as a grid by the ARIA pattern: one tab stop, arrow keys, and only the rows in sight in the document.

import { copyText } from "../clipboard";
import { announce, h } from "../dom";
import type { ResultColumn, ResultSet } from "../types";
import { visible } from "../visible";
import { shortValue, widthOf } from "./cells";
import { asTabs } from "./export";
import { countText } from "./words";
import { say, sayMany } from "../words";

const ROW_HEIGHT = 28;
const SPARE_ROWS = 12;
const SAMPLE = 200;
const NARROWEST = 5;
const WIDEST = 46;
let made = 0;

export interface GridHooks {
  /** Show a row with all its values. */
  record: (row: number) => void;
}

function columnWidth(column: ResultColumn, at: number, rows: ResultSet["rows"]): number {
  const values = rows.slice(0, SAMPLE).map((row) => widthOf((row[at] ?? "NULL").slice(0, WIDEST)));
  return Math.min(WIDEST, Math.max(NARROWEST, widthOf(column.name) + 1, column.type.length - 1, ...values));
}

export class Grid {
  readonly element: HTMLElement;
  private readonly table: HTMLTableElement;
  private readonly body = h("tbody");
  private readonly id = `grid-${(made += 1)}`;
  private row = 0;
  private column = 1;
  private first = -1;
  private asked = 0;

  constructor(
    private readonly result: ResultSet,
    label: string,
    private readonly hooks: GridHooks,
  ) {
    this.table = h(
      "table",
      {
        class: "grid",
        role: "grid",
        tabindex: "0",
        "aria-label": label,
        "aria-readonly": "true",
        "aria-rowcount": String(result.rows.length + 1),
        "aria-colcount": String(result.columns.length + 1),
      },
    );
    this.table.append(this.widths(), this.head(), this.body);
    this.element = h("div", { class: "grid-scroll" }, this.table);
    this.element.addEventListener("scroll", () => this.later(), { passive: true });
    this.table.addEventListener("keydown", (event) => this.onKey(event));
    this.body.addEventListener("mousedown", (event) => this.onPress(event));
    this.body.addEventListener("dblclick", () => this.hooks.record(this.row));
    new ResizeObserver(() => this.later()).observe(this.element);
    this.render();
  }

  get activeRow(): number {
    return this.row;
  }

  /** What is under the cursor, to the clipboard. */
  async copyCell(): Promise<void> {
    const value = this.column === 0 ? String(this.row + 1) : (this.result.rows[this.row]?.[this.column - 1] ?? "");
    announce((await copyText(value)) ? say("Cell copied") : say("It could not be copied"));
  }

  async copyAll(): Promise<void> {
    const done = await copyText(asTabs(this.result));
    announce(done ? sayMany("%(shown)s row copied with headers", "%(shown)s rows copied with headers", this.result.rows.length, { shown: countText(this.result.rows.length) }) : say("They could not be copied"));
  }

  private widths(): HTMLTableColElement {
    const chars = this.result.columns.map((column, at) => columnWidth(column, at, this.result.rows));
    const columns = chars.map((count) => {
      const column = h("col");
      column.style.width = `calc(${count}ch + 26px)`;
      return column;
    });
    const digits = String(this.result.rows.length).length;
    const numbers = h("col");
    numbers.style.width = `calc(${digits}ch + 20px)`;
    const all = chars.reduce((sum, count) => sum + count, digits);
    this.table.style.width = `calc(${all}ch + ${26 * chars.length + 20}px)`;
    // The last one, which no row has a cell for, takes what is left.
    return h("colgroup", {}, numbers, ...columns, h("col"));
  }

  private head(): HTMLTableSectionElement {
    const cells = this.result.columns.map(({ name, type, numeric }, at) =>
      h(
        "th",
        { scope: "col", role: "columnheader", class: numeric ? "numeric" : null, "aria-colindex": String(at + 2), title: visible(`${name}, ${type}`) },
        visible(name),
        h("span", { class: "type" }, visible(type)),
      ),
    );
    const corner = h("th", { scope: "col", role: "columnheader", class: "row-number", "aria-colindex": "1" }, h("span", { class: "visually-hidden" }, say("Row")));
    return h("thead", {}, h("tr", { "aria-rowindex": "1" }, corner, ...cells));
  }

  private later(): void {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.render();
    });
  }

  private render(again = false): void {
    const total = this.result.rows.length;
    const above = Math.floor(this.element.scrollTop / ROW_HEIGHT);
    const first = Math.max(0, Math.min(total, above) - SPARE_ROWS);
    const count = Math.ceil((this.element.clientHeight || 600) / ROW_HEIGHT) + 2 * SPARE_ROWS;
    const moved = Math.abs(first - this.first) >= SPARE_ROWS / 2 || this.body.childElementCount < count;
    if (!again && !moved) return;
    this.first = first;
    const last = Math.min(total, first + count);
    const rows = this.result.rows.slice(first, last).map((row, at) => this.line(row, first + at));
    this.body.replaceChildren(this.space(first), ...rows, this.space(total - last));
    this.point();
  }

  private space(rows: number): HTMLTableRowElement {
    const row = h("tr", { class: "space", role: "presentation", "aria-hidden": "true" });
    row.style.height = `${rows * ROW_HEIGHT}px`;
    return row;
  }

  private line(row: (string | null)[], at: number): HTMLTableRowElement {
    const number = h("th", { scope: "row", role: "rowheader", class: "row-number", id: this.cellId(at, 0), "aria-colindex": "1" }, String(at + 1));
    const cells = row.map((value, index) => {
      const numeric = this.result.columns[index]?.numeric ? "numeric" : null;
      return h("td", { role: "gridcell", class: numeric, id: this.cellId(at, index + 1), "aria-colindex": String(index + 2) }, shortValue(value));
    });
    return h("tr", { "aria-rowindex": String(at + 2), class: at % 2 ? "odd" : null }, number, ...cells);
  }

  private cellId(row: number, column: number): string {
    return `${this.id}-${row}-${column}`;
  }

  /** Let the cell under the cursor be seen and told. */
  private point(): void {
    for (const cell of this.body.querySelectorAll(".active")) cell.classList.remove("active");
    const cell = this.body.querySelector(`#${this.cellId(this.row, this.column)}`);
    if (!cell) return this.table.removeAttribute("aria-activedescendant");
    cell.classList.add("active");
    this.table.setAttribute("aria-activedescendant", cell.id);
  }

  private onPress(event: MouseEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=gridcell], [role=rowheader]") : null;
    const [row, column] = (cell?.id.slice(this.id.length + 1) ?? "").split("-").map(Number);
    if (row === undefined || column === undefined) return;
    this.row = row;
    this.column = column;
    this.point();
  }

  private onKey(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "c") {
      if (!event.shiftKey && String(getSelection())) return;
      event.preventDefault();
      return void (event.shiftKey ? this.copyAll() : this.copyCell());
    }
    if (event.key === "Enter") return this.hooks.record(this.row);
    const to = this.target(event.key, command);
    if (!to || event.altKey) return;
    event.preventDefault();
    this.moveTo(...to);
  }

  private target(key: string, far: boolean): [row: number, column: number] | null {
    const [last, end] = [this.result.rows.length - 1, this.result.columns.length];
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 2);
    const { row, column } = this;
    const targets: Record<string, [number, number]> = {
      ArrowDown: [far ? last : row + 1, column],
      ArrowUp: [far ? 0 : row - 1, column],
      ArrowRight: [row, far ? end : column + 1],
      ArrowLeft: [row, far ? 0 : column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [far ? 0 : row, 0],
      End: [far ? last : row, end],
    };
    return targets[key] ?? null;
  }

  private moveTo(row: number, column: number): void {
    this.row = Math.max(0, Math.min(this.result.rows.length - 1, row));
    this.column = Math.max(0, Math.min(this.result.columns.length, column));
    const head = this.table.tHead?.offsetHeight ?? 0;
    const top = this.row * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    if (top + ROW_HEIGHT + head > scrollTop + clientHeight) this.element.scrollTop = top + ROW_HEIGHT + head - clientHeight + 12;
    this.render(true);
    this.showColumn();
  }

  private showColumn(): void {
    const cell = this.body.querySelector<HTMLElement>(".active");
    if (!cell) return;
    const numbers = this.table.querySelector<HTMLElement>(".row-number")?.offsetWidth ?? 0;
    const { scrollLeft, clientWidth } = this.element;
    if (cell.offsetLeft - numbers < scrollLeft) this.element.scrollLeft = cell.offsetLeft - numbers;
    const right = cell.offsetLeft + cell.offsetWidth;
    if (right > scrollLeft + clientWidth) this.element.scrollLeft = Math.min(right - clientWidth, cell.offsetLeft - numbers);
  }
}
