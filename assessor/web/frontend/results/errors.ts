// What went wrong in a run, and what PostgreSQL had to say besides.

import { h } from "../dom";
import type { RunResult, SqlError } from "../types";
import { visible } from "../visible";
import { say } from "../words";

/** Where an error is in the editor. */
export interface Place {
  line: number;
  column: number;
  jump: () => void;
}

const TITLES = {
  error: say("PostgreSQL reports an error"),
  timed_out: say("Stopped: it took too long"),
  interrupted: say("The server went away"),
} as const;
const CANCELLED = "57014";

export function titleOf(run: RunResult): string {
  if (run.outcome === "ok") return "";
  return run.error?.sqlstate === CANCELLED && run.error.message.includes("user request") ? say("Cancelled") : TITLES[run.outcome];
}

export function errorElement(run: RunResult, place: Place | null): HTMLElement | null {
  if (run.outcome === "ok") return null;
  const { error } = run;
  return h(
    "div",
    { class: "run-error" },
    h(
      "header",
      {},
      h("span", { class: "what" }, titleOf(run)),
      error && h("span", { class: "state" }, `SQLSTATE ${error.sqlstate}`),
      place && jumpButton(place),
    ),
    h("p", { class: error ? "said" : null }, visible(error?.message ?? run.message)),
    error && more(error),
  );
}

export function problemElement(title: string, message: string): HTMLElement {
  return h("div", { class: "run-error" }, h("header", {}, h("span", { class: "what" }, title)), h("p", {}, message));
}

function jumpButton(place: Place): HTMLElement {
  const button = h("button", { type: "button", class: "jump" }, say("Line %(line)s, column %(column)s", { line: place.line, column: place.column }));
  button.addEventListener("click", place.jump);
  return button;
}

function more(error: SqlError): HTMLElement | null {
  const rows = [[say("Detail"), error.detail], [say("Hint"), error.hint]].filter(([, text]) => text) as [string, string][];
  const line = ([name, text]: [string, string]) => h("div", {}, h("dt", {}, name), h("dd", {}, visible(text)));
  return rows.length ? h("dl", {}, ...rows.map(line)) : null;
}

/** That the session in which the tab ran before is gone. */
export function sessionElement(run: RunResult): HTMLElement | null {
  const { session } = run;
  if (!session?.ended || session.state === "ended") return null;
  return h("p", { class: "session-note" }, `${session.ended} ${say("This ran in a new session: what was not committed and temporary tables are gone.")}`);
}

export function noticesElement(run: RunResult): HTMLElement | null {
  const omitted = run.notices_omitted ? [say("… and %(count)s more", { count: run.notices_omitted })] : [];
  const lines = [...run.notices, ...omitted].map((each) => h("li", {}, visible(each)));
  return lines.length ? h("ul", { class: "run-notices", "aria-label": say("Notices") }, ...lines) : null;
}
