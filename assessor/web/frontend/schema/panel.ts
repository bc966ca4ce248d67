// The tables of the candidate's database as they are now: to read, to filter, to put into the editor.

import { announce, byId, h } from "../dom";
import type { CompletedTable } from "../editor/completion";
import { api } from "../http";
import { fullValue, shortValue } from "../results/cells";
import { rowsText as wordedRows } from "../results/words";
import type { Schema, SchemaColumn, SchemaTable } from "../types";
import { visible } from "../visible";
import { say } from "../words";

const SOON = 400;
const OPEN_AT_MOST = 5;
const PLAIN_NAME = /^[a-z_][a-z0-9_$]*$/;

export interface SchemaHooks {
  insert: (name: string) => void;
  tables: (tables: CompletedTable[]) => void;
}

function quoted(name: string): string {
  return PLAIN_NAME.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function nameButton(name: string): HTMLElement {
  return h("button", { type: "button", class: "name", "data-insert": quoted(name), title: say("Insert into the editor") }, h("code", {}, visible(name)));
}

const KINDS: Record<string, string> = {
  table: say("table"),
  view: say("view"),
  "materialized view": say("materialized view"),
  "partitioned table": say("partitioned table"),
  "foreign table": say("foreign table"),
};

function kindText(kind: string): string {
  return KINDS[kind] ?? kind;
}

function rowsText({ row_count, row_count_exact, kind }: SchemaTable): string {
  if (row_count === null) return kindText(kind);
  const rows = wordedRows(row_count);
  const shown = row_count_exact ? rows : say("about %(rows)s", { rows });
  return kind === "table" ? shown : `${shown}, ${kindText(kind)}`;
}

function remarks(table: SchemaTable, column: SchemaColumn): HTMLElement[] {
  const reference = table.foreign_keys.find(({ columns }) => columns.includes(column.name));
  const words: [string, string][] = [];
  if (column.primary_key) words.push([say("key"), "key"]);
  else if (!column.nullable) words.push([say("not null"), ""]);
  if (column.generated) words.push([column.generated, ""]);
  if (reference) words.push([`→ ${reference.table}`, ""]);
  const tags = words.map(([word, tone]) => h("span", { class: `tag ${tone}` }, visible(word)));
  if (column.default && !column.generated) tags.push(h("span", { class: "tag default", title: visible(column.default) }, visible(`= ${column.default.slice(0, 30)}`)));
  return tags;
}

function columnsTable(table: SchemaTable): HTMLElement {
  const rows = table.columns.map((column) =>
    h("tr", {}, h("th", { scope: "row" }, nameButton(column.name)), h("td", {}, h("code", {}, visible(column.type))), h("td", {}, ...remarks(table, column))),
  );
  const head = [say("Column"), say("Type"), say("Remarks")].map((each) => h("th", { scope: "col" }, each));
  return h("table", { class: "columns" }, h("thead", { class: "visually-hidden" }, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}

function codeList(title: string, lines: string[]): HTMLElement[] {
  if (!lines.length) return [];
  return [h("h3", {}, title), h("ul", { class: "code-list" }, ...lines.map((each) => h("li", {}, h("code", {}, visible(each)))))];
}

function sampleTable(table: SchemaTable): HTMLElement[] {
  if (!table.sample?.length) return [];
  const head = table.columns.map(({ name }) => h("th", { scope: "col" }, visible(name)));
  const rows = table.sample.map((row) => h("tr", {}, ...row.map((value) => h("td", {}, value && value.length < 60 ? fullValue(value) : shortValue(value)))));
  const made = h("table", { class: "sample" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
  return [h("h3", {}, say("Some rows")), h("div", { class: "sample-scroll", tabindex: "0", role: "region", "aria-label": say("Some rows of %(table)s", { table: table.name }) }, made)];
}

function tableElement(table: SchemaTable, open: boolean): HTMLElement {
  const made = h(
    "details",
    { class: "table-info", "data-table": table.name },
    h("summary", {}, h("code", {}, visible(table.name)), h("span", { class: "count" }, rowsText(table))),
    h("p", { class: "table-tools" }, h("button", { type: "button", class: "button small quiet", "data-insert": quoted(table.name) }, say("Insert name"))),
    columnsTable(table),
    ...codeList(say("References"), table.foreign_keys.map(({ definition }) => definition)),
    ...codeList(say("Indexes"), table.indexes),
    ...codeList(say("Rules"), [...table.uniques, ...table.checks]),
    ...sampleTable(table),
  );
  made.open = open;
  return made;
}

function functionsElement(schema: Schema): HTMLElement[] {
  const lines = schema.functions.map(({ name, arguments: given, result, kind }) => `${name}(${given})${result ? ` → ${result}` : ""}${kind === "function" ? "" : `, ${kindText(kind)}`}`);
  return codeList(say("Functions"), lines);
}

export class SchemaPanel {
  private readonly list = byId("schema-list");
  private readonly filter = byId<HTMLInputElement>("schema-filter");
  private schema: Schema | null = null;
  private timer = 0;

  constructor(
    private readonly url: string,
    private readonly hooks: SchemaHooks,
  ) {
    this.filter.addEventListener("input", () => this.applyFilter());
    byId("schema-refresh").addEventListener("click", () => void this.refresh(true));
    byId("schema-diagram").addEventListener("click", () => void this.showDiagram());
    this.list.addEventListener("click", ({ target }) => {
      const name = target instanceof Element ? target.closest<HTMLElement>("[data-insert]")?.dataset["insert"] : undefined;
      if (name) hooks.insert(name);
    });
    for (const event of ["click", "focus"]) byId("tab-tables").addEventListener(event, () => void (this.schema ?? this.refresh()));
  }

  /** Something may have changed: look again soon. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), SOON);
  }

  private async refresh(aloud = false): Promise<void> {
    try {
      this.show(await api<Schema>("GET", this.url));
      if (aloud) announce(say("The tables are up to date."));
    } catch {
      // What was shown stays; the server's own state is told elsewhere.
      if (aloud) announce(say("The tables could not be read now."));
    }
  }

  private show(schema: Schema): void {
    const known = new Map([...this.list.querySelectorAll<HTMLDetailsElement>("[data-table]")].map((each) => [each.dataset["table"], each.open]));
    this.schema = schema;
    const tables = schema.tables.map((table, at) => tableElement(table, known.get(table.name) ?? at < OPEN_AT_MOST));
    const nothing = schema.tables.length ? [] : [h("p", { class: "empty" }, say("There are no tables."))];
    this.list.replaceChildren(...nothing, ...tables, ...functionsElement(schema));
    byId("table-count").textContent = String(schema.tables.length);
    this.hooks.tables(schema.tables.map(({ name, columns }) => ({ name, columns: columns.map((each): [string, string] => [each.name, each.type]) })));
    this.applyFilter();
  }

  /** Tables that have the letters in their name, or in that of a column. */
  private applyFilter(): void {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const table of this.list.querySelectorAll<HTMLElement>(".table-info")) {
      const names = [...table.querySelectorAll("summary code, .columns th[scope=row] code")].map((each) => each.textContent?.toLowerCase() ?? "");
      table.hidden = !names.some((name) => name.includes(wanted));
    }
  }

  private async showDiagram(): Promise<void> {
    if (!this.schema) await this.refresh();
    if (!this.schema) return announce(say("The tables could not be read now."));
    const { showDiagram } = await import("./diagram");
    showDiagram(this.schema.tables);
  }
}
