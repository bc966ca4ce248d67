// The challenge page, put together.

import { Autosave, type SaveState } from "./autosave";
import { Buffer } from "./buffer";
import { Countdown } from "./countdown";
import { announce, byId, dialog } from "./dom";
import { type Part, SqlEditor } from "./editor";
import { addRun } from "./history";
import { api, messageOf } from "./http";
import { unitOffset } from "./positions";
import { type Place, showBusy, showPractice, showProblem, showRun } from "./results";
import { Server, isAway } from "./server";
import { setUpSubmit } from "./submitting";
import { setUpTabs } from "./tabs";
import { clockTime } from "./times";
import type { PracticeResult, RunResult, WorkbenchData } from "./types";

const GRADING_POLL = 1_500;

function showSaveState(state: SaveState): void {
  const line = byId("save-state");
  const words = {
    saved: () => (state.kind === "saved" && state.at ? `Saved ${clockTime(state.at)}` : "Saved"),
    saving: () => "Saving…",
    offline: () => "Offline, kept in this browser",
    conflict: () => "Conflict: choose a version",
    refused: () => (state.kind === "refused" ? `Not saved: ${state.message}` : ""),
  };
  if (["offline", "conflict", "refused"].includes(state.kind) && line.dataset["state"] !== state.kind) {
    announce(words[state.kind]());
  }
  line.dataset["state"] = state.kind === "refused" ? "offline" : state.kind;
  line.textContent = words[state.kind]();
}

export class Workbench {
  private readonly editor: SqlEditor;
  private readonly autosave: Autosave;
  private readonly runButton = byId<HTMLButtonElement>("run");
  private server!: Server;
  private running = false;

  constructor(private readonly data: WorkbenchData) {
    const buffer = new Buffer(data.attempt, data.slug);
    const kept = buffer.read();
    this.autosave = new Autosave(data.urls.draft, data.draft, buffer, {
      show: showSaveState,
      conflict: (theirs) => this.showConflict(theirs),
    });
    const hooks = {
      onChange: (text: string) => this.autosave.change(text),
      onRun: () => void this.run(),
      onLeave: () => this.runButton.focus(),
    };
    this.editor = new SqlEditor(byId("editor"), kept?.text ?? data.draft.text, data.tables, hooks);
    this.wire();
    if (kept && kept.text !== data.draft.text) this.bringBack(kept.text, kept.revision);
  }

  private wire(): void {
    const tabs = document.querySelector<HTMLElement>('[role="tablist"]');
    if (tabs) setUpTabs(tabs);
    this.runButton.addEventListener("click", () => void this.run());
    document.addEventListener("selectionchange", () => this.labelRun());
    byId("keep-mine").addEventListener("click", () => this.settle(byId("conflict-mine").textContent ?? ""));
    byId("keep-theirs").addEventListener("click", () => this.settle(byId("conflict-theirs").textContent ?? ""));
    dialog("conflict-dialog").addEventListener("cancel", (event) => event.preventDefault());
    setUpSubmit(this.data.urls.submit, { text: () => this.editor.text, submitted: () => void this.submitted() });
    const clock = document.getElementById("clock") ? new Countdown({ onEnding: () => void this.autosave.flush() }) : null;
    this.server = new Server(this.data, (status) => clock?.take(status));
    const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
    const keys = this.runButton.querySelector("[data-run-keys]");
    if (apple && keys) keys.textContent = "⌘ ⏎";
  }

  /** Text that this browser kept and the server does not have: save it, unless somebody saved in between. */
  private bringBack(text: string, revision: number): void {
    if (revision === this.data.draft.revision) {
      this.autosave.change(text);
      announce("Text that was kept in this browser is back.");
    } else {
      this.autosave.meet(this.data.draft.text, this.data.draft.revision);
    }
  }

  private labelRun(): void {
    byId("run-label").textContent = this.editor.hasSelection ? "Run selection" : "Run";
  }

  private async run(): Promise<void> {
    const part = this.editor.part;
    if (this.running || !part.text.trim()) return;
    this.setRunning(true);
    this.editor.clearMarks();
    void this.autosave.flush();
    try {
      const run = await this.runWhenReady(part.text);
      showRun(run, this.place(run, part));
      addRun(part.text, run);
      if (run.outcome === "interrupted") void this.server.look();
    } catch (error) {
      showProblem("It was not run", messageOf(error));
    }
    this.setRunning(false);
  }

  /** A text that found no server has not run: it waits for the server and is sent again. */
  private async runWhenReady(text: string): Promise<RunResult> {
    for (;;) {
      try {
        return await api<RunResult>("POST", this.data.urls.run, { text });
      } catch (error) {
        if (!isAway(error)) throw error;
        await this.server.follow("What you run waits for it.");
      }
    }
  }

  private setRunning(running: boolean): void {
    this.running = running;
    this.runButton.setAttribute("aria-disabled", String(running));
    if (running) showBusy();
  }

  /** Where an error is in the editor: PostgreSQL counts from the beginning of what was run. */
  private place(run: RunResult, part: Part): Place | null {
    if (!run.error?.position || !this.editor.text.includes(part.text)) return null;
    const offset = part.from + unitOffset(part.text, run.error.position);
    this.editor.mark(offset, run.error.message);
    return { ...this.editor.lineColumn(offset), jump: () => this.editor.jump(offset) };
  }

  private showConflict(theirs: string): void {
    byId("conflict-mine").textContent = this.editor.text;
    byId("conflict-theirs").textContent = theirs;
    if (!dialog("conflict-dialog").open) dialog("conflict-dialog").showModal();
  }

  private settle(text: string): void {
    dialog("conflict-dialog").close();
    if (this.editor.text !== text) this.editor.text = text;
    this.autosave.resolve(text);
    this.editor.view.focus();
  }

  private async submitted(): Promise<void> {
    if (!this.data.practice) return;
    let result: PracticeResult;
    do {
      result = await api<PracticeResult>("GET", this.data.urls.result);
      showPractice(result);
      if (result.status === "grading") await new Promise((resolve) => setTimeout(resolve, GRADING_POLL));
    } while (result.status === "grading");
  }
}
