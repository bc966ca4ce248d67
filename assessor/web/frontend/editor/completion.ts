// What the editor completes: the tables and columns that are there now.

import { PostgreSQL, sql } from "@codemirror/lang-sql";
import type { Extension } from "@codemirror/state";

export interface CompletedTable {
  name: string;
  columns: [name: string, type: string][];
}

export function language(tables: readonly CompletedTable[]): Extension {
  const schema = Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      columns.map(([label, detail]) => ({ label, detail, type: "property" })),
    ]),
  );
  return sql({ dialect: PostgreSQL, schema, upperCaseKeywords: false });
}
