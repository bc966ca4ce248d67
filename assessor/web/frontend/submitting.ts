// Handing in: asked first, sent with a key so that a lost answer never hands in twice, confirmed by a receipt.

import { announce, around, byId, dialog, h } from "./dom";
import { ApiError, Unreachable, api, messageOf, randomId } from "./http";
import { pause, timeElement } from "./times";
import type { Receipt } from "./types";
import { say, sayMany } from "./words";

const TRIES = 4;

export interface SubmitHooks {
  text: () => string;
  /** What will be handed in, in words; else it is said of an editor's tab. */
  describe?: () => string;
  submitted: () => void;
}

/** What was sent and not answered: whoever presses again hands in the same once more, not a second time. */
let unanswered: { text: string; key: string } | null = null;

async function send(url: string, text: string): Promise<Receipt> {
  unanswered = unanswered?.text === text ? unanswered : { text, key: randomId(16) };
  for (let tried = 1; ; tried += 1) {
    try {
      const receipt = await api<Receipt>("POST", url, unanswered);
      unanswered = null;
      return receipt;
    } catch (error) {
      const again = error instanceof Unreachable || (error instanceof ApiError && error.status >= 500);
      if (!again) unanswered = null;
      if (!again || tried === TRIES) throw error;
      await pause(700 * tried);
    }
  }
}

function showReceipt({ receipt, submitted_at, url }: Receipt): void {
  const line = byId("last-receipt");
  const keep = h("a", { href: url, download: "" }, h("code", {}, receipt));
  line.replaceChildren(...around(say("Handed in %(time)s, receipt %(receipt)s"), { time: timeElement(submitted_at), receipt: keep }));
  announce(say("Handed in. Receipt %(receipt)s", { receipt }));
}

function describe(text: string): string {
  if (!text.trim()) return say("The tab “Answer” is empty: an empty answer will be handed in.");
  const lines = text.trimEnd().split("\n").length;
  return sayMany(
    "The whole text of the tab “Answer” is handed in: %(count)s line.",
    "The whole text of the tab “Answer” is handed in: %(count)s lines.",
    lines,
  );
}

export function setUpSubmit(url: string, hooks: SubmitHooks): void {
  const ask = dialog("submit-dialog");
  const now = byId<HTMLButtonElement>("submit-now");
  const problem = byId("submit-problem");
  byId("submit").addEventListener("click", () => {
    problem.hidden = true;
    byId("submit-what").textContent = (hooks.describe ?? (() => describe(hooks.text())))();
    ask.showModal();
  });
  now.addEventListener("click", async () => {
    now.disabled = true;
    problem.hidden = true;
    try {
      showReceipt(await send(url, hooks.text()));
      ask.close();
      hooks.submitted();
      // Where the way goes only forward, this challenge is closed now.
      if (ask.dataset.then) location.assign(ask.dataset.then);
    } catch (error) {
      problem.textContent = `${say("Not handed in yet.")} ${messageOf(error)}`;
      problem.hidden = false;
    } finally {
      now.disabled = false;
    }
  });
}
