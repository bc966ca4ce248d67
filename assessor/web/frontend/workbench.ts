// The challenge page, put together.

import { Autosave } from "./autosave";
import { Buffer } from "./buffer";
import { Countdown } from "./countdown";
import { setUpHistory } from "./desk/history";
import { Runner, showRunning } from "./desk/runner";
import { Scratches } from "./desk/scratch";
import { setUpSettings } from "./desk/settings";
import { ANSWER, type Sheet, Sheets } from "./desk/sheets";
import { setUpSplitters } from "./desk/splitters";
import { announce, byId, dialog } from "./dom";
import { type EditorHooks, type Part, SqlEditor } from "./editor/editor";
import type { Action } from "./editor/keys";
import { api } from "./http";
import { KeptPlans } from "./plans/kept";
import { SchemaPanel } from "./schema/panel";
import { showSaveState } from "./savestate";
import { Server } from "./server";
import { setUpSignals } from "./signals";
import { setUpSubmit } from "./submitting";
import { setUpTabs } from "./tabs";
import { pause } from "./times";
import type { Mode, PracticeResult, WorkbenchData } from "./types";
import { say } from "./words";

const GRADING_POLL = 1_500;
const BUTTONS: [id: string, action: Action | "find"][] = [
  ["run", "run"],
  ["run-all", "runAll"],
  ["explain", "explain"],
  ["analyze", "analyze"],
  ["format", "format"],
  ["find", "find"],
  ["open-keys", "keys"],
];

export class Workbench {
  private readonly editor: SqlEditor;
  private readonly autosave: Autosave;
  private readonly sheets: Sheets;
  private readonly server: Server;
  private readonly runner: Runner;
  private readonly schema: SchemaPanel;

  constructor(private readonly data: WorkbenchData) {
    const buffer = new Buffer(data.attempt, data.slug);
    const kept = buffer.read();
    this.autosave = new Autosave(data.urls.draft, data.draft, buffer, {
      show: showSaveState,
      conflict: (theirs) => this.showConflict(theirs),
    });
    this.editor = new SqlEditor(byId("editor"), data.tables, this.editorHooks(), data.runbook);
    const activeKey = `assessor:tab:${data.attempt}:${data.slug}`;
    const [scratches, plans] = [new Scratches(data.attempt, data.slug), new KeptPlans(data.attempt, data.slug)];
    const hooks = { shown: showRunning, closed: (sheet: Sheet) => void this.runner.endSession(sheet) };
    this.sheets = new Sheets(this.editor, scratches, plans, activeKey, hooks, kept?.text ?? data.draft.text);
    const clock = document.getElementById("clock") ? new Countdown({ onEnding: () => void this.autosave.flush() }) : null;
    this.server = new Server(data, {
      status: (status) => clock?.take(status),
      back: () => this.schema.later(),
      pane: () => this.sheets.active.pane,
    });
    this.runner = new Runner(data, this.editor, this.server, {
      changed: (sheet) => this.changed(sheet),
      tables: () => this.schema.later(),
    });
    this.schema = new SchemaPanel(data.urls.schema, {
      insert: (name) => this.editor.insert(name),
      tables: (tables) => this.editor.setTables(tables),
    });
    this.sheets.start();
    void this.runner.readSessions(this.sheets.all);
    this.wire();
    if (kept && kept.text !== data.draft.text) this.bringBack(kept.text, kept.revision);
  }

  private editorHooks(): EditorHooks {
    return {
      onChange: (tab, text) => (tab === ANSWER ? this.autosave.change(text) : this.sheets.changed(tab)),
      onMove: () => this.labelRun(),
      run: () => this.runPart("run"),
      runAll: () => this.run({ text: this.editor.textOf(this.sheets.active.id), from: 0 }, "run"),
      explain: () => this.runPart("explain"),
      analyze: () => this.runPart("analyze"),
      format: () => void this.format(),
      submit: () => byId("submit").click(),
      keys: () => dialog("keys-dialog").showModal(),
    };
  }

  private wire(): void {
    const tabs = document.querySelector<HTMLElement>(".brief [role=tablist]");
    if (tabs) setUpTabs(tabs);
    const actions = { ...this.editorHooks(), find: () => this.editor.find() };
    for (const [id, action] of BUTTONS) byId(id).addEventListener("click", () => actions[action]());
    byId("cancel").addEventListener("click", () => void this.runner.cancel(this.sheets.active));
    byId("session-reset").addEventListener("click", () => void this.runner.endSession(this.sheets.active));
    byId("keep-mine").addEventListener("click", () => this.settle(byId("conflict-mine").textContent ?? ""));
    byId("keep-theirs").addEventListener("click", () => this.settle(byId("conflict-theirs").textContent ?? ""));
    dialog("conflict-dialog").addEventListener("cancel", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this.onKey(event));
    setUpSignals(this.data, byId("editor"));
    setUpSubmit(this.data.urls.submit, { text: () => this.editor.textOf(ANSWER), submitted: () => void this.submitted() });
    setUpSplitters();
    setUpSettings((on) => void this.editor.setVim(on), () => this.editor.view.requestMeasure());
    setUpHistory({ again: (text) => this.run({ text, from: null }, "run"), insert: (text) => this.editor.insert(text) });
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) {
      for (const key of document.querySelectorAll("[data-mod]")) key.textContent = "⌘";
    }
  }

  /** The sheet of keys from anywhere; what the editor knows has been dealt with when it comes here. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== "F1" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    dialog("keys-dialog").showModal();
  }

  /** Text that this browser kept and the server does not have: save it, unless somebody saved in between. */
  private bringBack(text: string, revision: number): void {
    if (revision === this.data.draft.revision) {
      this.autosave.sentBefore(text);
      this.autosave.change(text);
      announce(say("Text that was kept in this browser is back."));
    } else {
      this.autosave.meet(this.data.draft.text, this.data.draft.revision);
    }
  }

  private labelRun(): void {
    const part = this.data.runbook ? say("Run section") : say("Run statement");
    const label = this.editor.selection ? say("Run selection") : this.editor.statementCount > 1 ? part : say("Run");
    if (byId("run-label").textContent !== label) byId("run-label").textContent = label;
  }

  /** What is selected, else the statement at the cursor. */
  private runPart(mode: Mode): void {
    const part = this.editor.selection ?? this.editor.statement;
    if (part) this.run(part, mode);
  }

  private run(part: Part, mode: Mode): void {
    void this.autosave.flush();
    void this.runner.run(this.sheets.active, part, mode);
  }

  private changed(sheet: Sheet): void {
    this.sheets.render();
    if (sheet === this.sheets.active) showRunning(sheet);
  }

  private async format(): Promise<void> {
    try {
      await this.editor.format();
    } catch {
      announce(say("It could not be formatted: the SQL is not complete."));
      byId("closed-note").textContent = say("It could not be formatted: the formatter does not understand this SQL.");
      byId("closed-note").hidden = false;
    }
  }

  private showConflict(theirs: string): void {
    byId("conflict-mine").textContent = this.editor.textOf(ANSWER);
    byId("conflict-theirs").textContent = theirs;
    if (!dialog("conflict-dialog").open) dialog("conflict-dialog").showModal();
  }

  private settle(text: string): void {
    dialog("conflict-dialog").close();
    if (this.editor.textOf(ANSWER) !== text) this.editor.setText(ANSWER, text);
    this.autosave.resolve(text);
    this.editor.view.focus();
  }

  private async submitted(): Promise<void> {
    if (!this.data.practice) return;
    const { pane } = this.sheets.active;
    let result: PracticeResult;
    do {
      result = await api<PracticeResult>("GET", this.data.urls.result);
      pane.practice(result);
      if (result.status === "grading") await pause(GRADING_POLL);
    } while (result.status === "grading");
  }
}
