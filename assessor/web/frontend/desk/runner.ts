// Running a tab's text: one run at a time in each tab, several tabs at once; each tab has a session of its own.

import { announce, byId } from "../dom";
import type { Part, SqlEditor } from "../editor/editor";
import { unitOffset } from "../editor/positions";
import { sectionsOf } from "../editor/sections";
import { statementsOf } from "../editor/statements";
import { api, messageOf } from "../http";
import type { Place } from "../results/errors";
import { type Server, isAway } from "../server";
import type { Mode, RunResult, SessionInfo, WorkbenchData } from "../types";
import { addRun } from "./history";
import type { Sheet } from "./sheets";
import { say } from "../words";

/** Command tags after which the tables, or what is in them, may be others. */
const CHANGES = /^(CREATE|ALTER|DROP|TRUNCATE|INSERT|UPDATE|DELETE|MERGE|COPY|SELECT INTO|COMMIT|ROLLBACK|DO|CALL|COMMENT|REFRESH|ANALYZE|VACUUM|CLUSTER)/;

export interface RunnerHooks {
  /** A tab began or ended to run. */
  changed: (sheet: Sheet) => void;
  /** Tables may have changed. */
  tables: () => void;
}

interface KnownSession {
  id: string;
  state: SessionInfo["state"];
  ended: string | null;
}

export class Runner {
  constructor(
    private readonly data: WorkbenchData,
    private readonly editor: SqlEditor,
    private readonly server: Server,
    private readonly hooks: RunnerHooks,
  ) {}

  async run(sheet: Sheet, part: Part, mode: Mode): Promise<void> {
    if (sheet.running || !part.text.trim()) return;
    this.setRunning(sheet, true);
    this.editor.clearMarks(sheet.id);
    try {
      const run = await this.runWhenReady(sheet, part.text, mode);
      sheet.session = run.session ?? null;
      const statements = (this.data.runbook ? sectionsOf : statementsOf)(part.text).map(({ from, to }) => part.text.slice(from, to));
      sheet.pane.run(run, this.place(sheet, run, part), statements);
      addRun(part.text, run, mode);
      if (run.outcome === "interrupted") void this.server.look();
      if (run.results.some(({ command }) => CHANGES.test(command))) this.hooks.tables();
    } catch (error) {
      sheet.pane.problem(say("It was not run"), messageOf(error));
    }
    this.setRunning(sheet, false);
  }

  async cancel(sheet: Sheet): Promise<void> {
    announce(say("Cancelling"));
    try {
      await api("POST", `${this.data.urls.sessions}/${sheet.id}/cancel`);
      // What runs since before the page was opened has nobody here who waits for it.
      if (!sheet.running) await this.readSessions([sheet]);
    } catch (error) {
      announce(messageOf(error));
    }
  }

  /** End a tab's session, and what runs in it. */
  async endSession(sheet: Sheet): Promise<void> {
    try {
      await api("DELETE", `${this.data.urls.sessions}/${sheet.id}`);
      sheet.session = null;
      this.hooks.changed(sheet);
      announce(say("The session was ended; the next run begins a new one."));
    } catch (error) {
      announce(messageOf(error));
    }
  }

  /** How the sessions of the tabs stand, when the page is opened again. */
  async readSessions(sheets: readonly Sheet[]): Promise<void> {
    try {
      const { sessions } = await api<{ sessions: KnownSession[] }>("GET", this.data.urls.sessions);
      for (const { id, state, ended } of sessions) {
        const sheet = sheets.find((each) => each.id === id);
        if (sheet && !sheet.running) sheet.session = { state, ended, fresh: false };
        if (sheet) this.hooks.changed(sheet);
      }
    } catch {
      // The next run tells.
    }
  }

  /** A text that found no server has not run: it waits for the server and is sent again. */
  private async runWhenReady(sheet: Sheet, text: string, mode: Mode): Promise<RunResult> {
    for (;;) {
      try {
        return await api<RunResult>("POST", this.data.urls.run, { text, mode, session: sheet.id });
      } catch (error) {
        if (!isAway(error)) throw error;
        await this.server.follow(say("What you run waits for it."));
      }
    }
  }

  private setRunning(sheet: Sheet, running: boolean): void {
    sheet.running = running;
    if (running) sheet.pane.busy();
    this.hooks.changed(sheet);
  }

  /** Where an error is in the editor: PostgreSQL counts from the beginning of what was run. */
  private place(sheet: Sheet, run: RunResult, part: Part): Place | null {
    const position = run.error?.position ?? 0;
    if (!run.error || position < 1 || part.from === null) return null;
    const there = this.editor.textOf(sheet.id).slice(part.from, part.from + part.text.length);
    if (there !== part.text) return null;
    const offset = part.from + unitOffset(part.text, position);
    this.editor.mark(sheet.id, offset, run.error.message);
    return { ...this.editor.lineColumn(sheet.id, offset), jump: () => this.editor.jump(offset) };
  }
}

const SESSION_WORDS: Record<string, [words: string, tone: string]> = {
  in_transaction: [say("In a transaction"), "warn"],
  failed: [say("Failed transaction: ROLLBACK"), "bad"],
  running: [say("Running"), "info"],
  ended: [say("Session ended"), "neutral"],
  idle: [say("Session idle"), "neutral"],
};

/** The buttons and the state of the session as the shown tab has them. */
export function showRunning(sheet: Sheet): void {
  for (const id of ["run", "run-all", "explain", "analyze"]) byId(id).setAttribute("aria-disabled", String(sheet.running));
  const cancel = byId("cancel");
  const focused = document.activeElement === cancel;
  cancel.hidden = !sheet.running && sheet.session?.state !== "running";
  if (focused && cancel.hidden) byId("run").focus();
  const [words, tone] = SESSION_WORDS[sheet.session?.state ?? ""] ?? [say("No session yet"), "neutral"];
  const badge = byId("session-state");
  badge.textContent = words;
  badge.className = `badge ${tone}`;
  byId("session-reset").hidden = !sheet.session || sheet.session.state === "ended";
}
