// A result as text for other programs.

import type { ResultSet } from "../types";

/** Tab-separated with a line of names: what spreadsheets take from the clipboard. NULL and '' are both nothing there. */
export function asTabs(result: ResultSet): string {
  const clean = (value: string | null) => (value ?? "").replace(/[\t\r\n]+/g, " ");
  const lines = [result.columns.map(({ name }) => name), ...result.rows];
  return lines.map((cells) => cells.map(clean).join("\t")).join("\n");
}

function quoted(value: string | null): string {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** CSV as COPY … CSV HEADER writes it: NULL is nothing, the empty string is "". */
export function asCsv(result: ResultSet): string {
  const lines = [result.columns.map(({ name }) => name), ...result.rows];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}
