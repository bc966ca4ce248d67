// The page of an answer in words, put together: text, numbers, choices and comments are one answer that saves itself.

import { Autosave } from "../autosave";
import { Buffer } from "../buffer";
import { Countdown } from "../countdown";
import { setUpSplitters } from "../desk/splitters";
import { announce, byId, dialog } from "../dom";
import { ProseEditor } from "../editor/prose";
import { setUpPresence } from "../presence";
import { Comments } from "../review/comments";
import { showSaveState } from "../savestate";
import { setUpSignals } from "../signals";
import { setUpSubmit } from "../submitting";
import { setUpTabs } from "../tabs";
import type { WorkbenchData } from "../types";
import { say } from "../words";
import { compose, decompose } from "./document";
import { Parts } from "./parts";
import { Preview } from "./preview";

export class DesignDesk {
  private readonly editor: ProseEditor;
  private readonly parts: Parts;
  /** Only a review has a change set. */
  private readonly comments: Comments | null;
  private readonly autosave: Autosave;
  private readonly preview: Preview;

  constructor(private readonly data: WorkbenchData) {
    const buffer = new Buffer(data.attempt, data.slug);
    const kept = buffer.read();
    const answer = decompose(kept?.text ?? data.draft.text);
    this.autosave = new Autosave(data.urls.draft, data.draft, buffer, {
      show: showSaveState,
      conflict: (theirs) => this.showConflict(theirs),
    });
    this.preview = new Preview(data.urls.preview);
    this.editor = new ProseEditor(byId("editor"), answer.text, () => this.changed());
    this.parts = new Parts(byId("parts"), () => this.changed());
    this.parts.show(answer);
    const changes = document.getElementById("change-set");
    this.comments = changes && new Comments(changes, () => this.changed());
    this.comments?.show(answer.comments);
    this.preview.show(answer.text);
    this.wire();
    if (kept && kept.text !== data.draft.text) this.bringBack(kept.text, kept.revision);
  }

  private get whole(): string {
    return compose({ text: this.editor.text, ...this.parts.read(), comments: this.comments?.read() ?? [] });
  }

  private changed(): void {
    this.autosave.change(this.whole);
    this.preview.later(this.editor.text);
  }

  private wire(): void {
    const tabs = document.querySelector<HTMLElement>(".brief [role=tablist]");
    if (tabs) setUpTabs(tabs);
    setUpSplitters();
    if (document.getElementById("clock")) new Countdown({ onEnding: () => void this.autosave.flush() });
    setUpPresence(this.data.urls.present, this.data.slug);
    setUpSignals(this.data, byId("editor"));
    setUpSubmit(this.data.urls.submit, { text: () => this.whole, describe: () => this.describe(), submitted: () => undefined });
    for (const each of document.querySelectorAll<HTMLElement>("[data-insert]")) {
      each.addEventListener("click", () => this.editor.insert(each.querySelector("template")?.content.textContent ?? ""));
    }
    byId("keep-mine").addEventListener("click", () => this.settle(byId("conflict-mine").textContent ?? ""));
    byId("keep-theirs").addEventListener("click", () => this.settle(byId("conflict-theirs").textContent ?? ""));
    dialog("conflict-dialog").addEventListener("cancel", (event) => event.preventDefault());
  }

  private describe(): string {
    const [answered, parts] = this.parts.count();
    const words = this.editor.text.trim() ? this.editor.text.trim().split(/\s+/).length : 0;
    if (this.comments) {
      const [comments, open] = this.comments.count();
      return say("%(comments)s comments are handed in, %(open)s of which are not finished and do not count, and closing words (%(words)s).", { comments, open, words });
    }
    return say("Your text of %(words)s words is handed in, with %(answered)s of %(parts)s numbers and choices.", { words, answered, parts });
  }

  private bringBack(text: string, revision: number): void {
    if (revision === this.data.draft.revision) {
      this.autosave.sentBefore(text);
      this.autosave.change(text);
      announce(say("Text that was kept in this browser is back."));
    } else {
      this.autosave.meet(this.data.draft.text, this.data.draft.revision);
    }
  }

  private showConflict(theirs: string): void {
    byId("conflict-mine").textContent = this.whole;
    byId("conflict-theirs").textContent = theirs;
    if (!dialog("conflict-dialog").open) dialog("conflict-dialog").showModal();
  }

  private settle(document: string): void {
    dialog("conflict-dialog").close();
    const answer = decompose(document);
    this.parts.show(answer);
    this.comments?.show(answer.comments);
    if (this.editor.text !== answer.text) this.editor.text = answer.text;
    this.autosave.resolve(document);
  }
}
