// Saving by itself: at most 3 seconds after a change, one request at a time, nothing overwritten, nothing lost.

import { Buffer } from "./buffer";
import { ApiError, Unreachable, api } from "./http";
import type { SavedDraft } from "./types";
import { say } from "./words";

const QUIET = 900;
const LONGEST = 2_500;
const RETRY = 4_000;

export type SaveState =
  | { kind: "saved"; at: string | null }
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "conflict" }
  | { kind: "refused"; message: string };

export interface SaveHooks {
  show: (state: SaveState) => void;
  conflict: (theirs: string) => void;
}

export class Autosave {
  private wanted: string;
  private stored: string;
  private quiet = 0;
  private longest = 0;
  private running: Promise<void> | null = null;
  private halted = false;
  /** What this browser sent: the server having one of these is no conflict, but an answer that was not heard. */
  private readonly own = new Set<string>();

  constructor(
    private readonly url: string,
    draft: SavedDraft & { text: string },
    private readonly buffer: Buffer,
    private readonly hooks: SaveHooks,
  ) {
    this.wanted = this.stored = draft.text;
    this.revision = draft.revision;
    this.savedAt = draft.saved_at;
    window.addEventListener("online", () => void this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.flush(true);
    });
  }

  private revision: number;
  private savedAt: string | null;

  /** A text of this browser that may have reached the server when the page was left. */
  sentBefore(text: string): void {
    this.own.add(text);
  }

  /** The text was changed. */
  change(text: string): void {
    this.wanted = text;
    // While something is on its way, what is stored now is not what will be.
    if (text === this.stored && !this.running) return this.nothingToSave();
    this.buffer.write({ text, revision: this.revision });
    if (this.halted) return;
    this.hooks.show({ kind: "saving" });
    clearTimeout(this.quiet);
    this.quiet = this.later(QUIET);
    this.longest ||= this.later(LONGEST);
  }

  /** Save now what is not saved yet. */
  async flush(keepalive = false): Promise<void> {
    clearTimeout(this.quiet);
    clearTimeout(this.longest);
    this.longest = 0;
    if (this.running) await this.running;
    if (this.halted || this.wanted === this.stored) return;
    this.running = this.save(this.wanted, keepalive).finally(() => (this.running = null));
    await this.running;
  }

  /** After a conflict: go on from the other's revision with the text that was chosen. */
  resolve(text: string): void {
    this.halted = false;
    this.wanted = text;
    if (text === this.stored) this.nothingToSave();
    void this.flush();
  }

  /** Another text is stored on the server than we began with. */
  meet(theirs: string, revision: number): void {
    this.halted = true;
    this.stored = theirs;
    this.revision = revision;
    this.hooks.show({ kind: "conflict" });
    this.hooks.conflict(theirs);
  }

  private goOnFrom(stored: string, revision: number): void {
    this.stored = stored;
    this.revision = revision;
    if (this.wanted === stored) this.nothingToSave();
    else this.quiet = this.later(QUIET);
  }

  private nothingToSave(): void {
    clearTimeout(this.quiet);
    clearTimeout(this.longest);
    this.longest = 0;
    this.buffer.clear();
    if (!this.halted) this.hooks.show({ kind: "saved", at: this.savedAt });
  }

  private later(milliseconds: number): number {
    return window.setTimeout(() => void this.flush(), milliseconds);
  }

  private async save(text: string, keepalive: boolean): Promise<void> {
    this.hooks.show({ kind: "saving" });
    this.own.add(text);
    try {
      const saved = await api<SavedDraft>("PUT", this.url, { text, revision: this.revision }, keepalive);
      this.revision = saved.revision;
      this.savedAt = saved.saved_at;
      this.stored = text;
      this.own.clear();
      if (this.wanted === text) {
        this.buffer.clear();
        this.hooks.show({ kind: "saved", at: saved.saved_at });
      } else {
        clearTimeout(this.quiet);
        this.quiet = this.later(QUIET);
      }
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (error instanceof ApiError && error.reason === "revision_conflict") {
      const [theirs, revision] = [String(error.body["text"] ?? ""), Number(error.body["revision"] ?? 0)];
      if (this.own.has(theirs)) this.goOnFrom(theirs, revision);
      else this.meet(theirs, revision);
    } else if (error instanceof Unreachable || (error instanceof ApiError && error.status >= 429)) {
      this.hooks.show({ kind: "offline" });
      this.quiet = this.later(RETRY);
    } else {
      // Too long, too late or signed out: trying again the same text would not help.
      this.hooks.show({ kind: "refused", message: error instanceof Error ? error.message : say("Not saved.") });
    }
  }
}
