// What is recorded while the clock runs, as the invitation says: that something was pasted into the editor, how many
// characters and whether it was copied on these pages; that the page was left, and for how long. Never what it was.

import { api } from "./http";
import { keep, readKept } from "./storage";
import type { WorkbenchData } from "./types";

const SEND_AFTER = 2_000;
const AWAY_AFTER = 1_000;
const MOST = 50;
const REMEMBERED = 50;
const KEY = "assessor:copied";

interface Signal {
  kind: "pasted" | "away";
  amount: number;
  inside: boolean;
  at: number;
}

/** A short number that stands for a text (FNV-1a), so that no text needs to be kept. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text.replaceAll("\r", "").trim()) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Also over other tabs of these pages. */
class Copied {
  private read(): number[] {
    return (readKept(KEY) ?? []) as number[];
  }

  add(text: string): void {
    // If that is not possible, the paste will be called one from outside, and the candidate can answer that.
    if (text.trim()) keep(KEY, [digest(text), ...this.read()].slice(0, REMEMBERED));
  }

  has(text: string): boolean {
    return this.read().includes(digest(text));
  }
}

export function setUpSignals(data: WorkbenchData, editor: HTMLElement): void {
  if (data.practice || data.state !== "running") return;
  const copied = new Copied();
  let waiting: Signal[] = [];
  let timer = 0;

  const send = async (keepalive = false) => {
    clearTimeout(timer);
    const batch = waiting.splice(0, MOST);
    if (!batch.length) return;
    const signals = batch.map(({ at, ...signal }) => ({ ...signal, ago: (performance.now() - at) / 1000 }));
    try {
      await api("POST", data.urls.signals, { slug: data.slug, signals }, keepalive);
    } catch {
      waiting = [...batch, ...waiting].slice(-MOST * 4);
    }
  };
  const note = (kind: Signal["kind"], amount: number, inside = false, at = performance.now()) => {
    waiting.push({ kind, amount, inside, at });
    clearTimeout(timer);
    timer = window.setTimeout(() => void send(), SEND_AFTER);
  };

  for (const event of ["copy", "cut"] as const) {
    document.addEventListener(event, (copying) => {
      copied.add(copying.clipboardData?.getData("text/plain") || String(document.getSelection() ?? ""));
    });
  }
  rememberButtons(copied);
  editor.addEventListener(
    "paste",
    (pasting) => {
      const text = pasting.clipboardData?.getData("text/plain") ?? "";
      if (text) note("pasted", [...text].length, copied.has(text));
    },
    { capture: true },
  );
  const leaving = watchAbsence((seconds, left) => note("away", seconds, false, left));
  window.addEventListener("pagehide", () => {
    leaving();
    void send(true);
  });
}

/** Our own copy buttons write to the clipboard without a copy event. */
function rememberButtons(copied: Copied): void {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return;
  const write = clipboard.writeText.bind(clipboard);
  clipboard.writeText = (text: string) => (copied.add(text), write(text));
}

/** Tell of each absence when it ends; the function that comes back ends one that goes on. */
function watchAbsence(tell: (seconds: number, left: number) => void): () => void {
  let left = 0;
  const here = () => document.visibilityState === "visible" && document.hasFocus();
  const end = () => {
    const gone = left && performance.now() - left;
    if (gone >= AWAY_AFTER) tell(Math.round(gone / 1000), left);
    left = 0;
  };
  const look = () => {
    if (here()) end();
    else left ||= performance.now();
  };
  for (const event of ["blur", "focus"]) window.addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  return end;
}
