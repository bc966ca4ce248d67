// A result set as a table.

import { h } from "./dom";
import type { ResultColumn, ResultSet } from "./types";

export function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${count.toLocaleString("en-US")} rows`;
}

export function durationText(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function cell(value: string | null, column: ResultColumn | undefined): HTMLTableCellElement {
  const numeric = column?.numeric ? "numeric" : null;
  if (value === null) return h("td", { class: numeric }, h("span", { class: "null" }, "NULL"));
  if (value === "") return h("td", { class: numeric }, h("span", { class: "empty-string", title: "empty string" }, "''"));
  return h("td", { class: numeric, title: value.length > 50 ? value : null }, value);
}

function head(columns: ResultColumn[]): HTMLTableSectionElement {
  const cells = columns.map((column) =>
    h("th", { scope: "col", class: column.numeric ? "numeric" : null }, column.name, h("span", { class: "type" }, column.type)),
  );
  const corner = h("th", { scope: "col", class: "row-number" }, h("span", { class: "visually-hidden" }, "Row"));
  return h("thead", {}, h("tr", {}, corner, ...cells));
}

function status(result: ResultSet, duration: string | null): HTMLElement {
  const cut = result.truncated && `only the first ${result.rows.length.toLocaleString("en-US")} are shown`;
  return h(
    "p",
    { class: "result-status" },
    h("strong", {}, result.columns.length ? rowsText(result.row_count) : result.command),
    cut && h("span", { class: "cut" }, cut),
    duration && h("span", {}, duration),
  );
}

/** One statement's result; `duration` only where the whole run had a single one. */
export function resultElement(result: ResultSet, duration: string | null): HTMLElement {
  const section = h("section", { class: "result" }, status(result, duration));
  if (result.columns.length) {
    const rows = result.rows.map((row, index) =>
      h(
        "tr",
        {},
        h("td", { class: "row-number" }, String(index + 1)),
        ...row.map((value, at) => cell(value, result.columns[at])),
      ),
    );
    section.append(h("table", { class: "grid" }, head(result.columns), h("tbody", {}, ...rows)));
  }
  return section;
}
