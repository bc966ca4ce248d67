// Laying out SQL. A chunk of its own, for the library is large: it comes only when it is asked for.

import { formatDialect, postgresql } from "sql-formatter";

/** Throws where the library does not understand the text. */
export function formatSql(text: string): string {
  return formatDialect(text, { dialect: postgresql, tabWidth: 4, keywordCase: "preserve", linesBetweenQueries: 1 });
}
