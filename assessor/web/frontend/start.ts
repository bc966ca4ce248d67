// Starting: the clock starts only when the servers are there, so pressing start early waits for them.

import { byId } from "./dom";
import { ApiError, api, messageOf } from "./http";
import { setUpPresence } from "./presence";
import { queueWords } from "./queue";
import { pause } from "./times";
import type { QueuePlace, Status } from "./types";
import { say } from "./words";

const ASK_EVERY = 2_000;

export function setUpStart(): void {
  const form = byId<HTMLFormElement>("start-form");
  setUpPresence(form.dataset["presentUrl"] ?? "", "");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void start(form);
  });
}

async function start(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('[type="submit"]');
  const closed = new AbortController();
  form.closest("dialog")?.addEventListener("close", () => closed.abort(), { once: true });
  show("[data-start-problem]", false);
  if (button) button.disabled = true;
  try {
    // Trying also wakes servers that sleep.
    while (!closed.signal.aborted && !(await tryToStart(form))) await ready(form, closed.signal);
  } catch (error) {
    show("[data-start-problem]", true, messageOf(error));
  }
  show("[data-start-wait]", false);
  if (button) button.disabled = false;
}

async function tryToStart(form: HTMLFormElement): Promise<boolean> {
  try {
    await api("POST", form.action);
    location.assign(form.dataset["homeUrl"] ?? "/");
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.reason === "sandbox_not_ready") return false;
    throw error;
  }
}

async function ready(form: HTMLFormElement, closed: AbortSignal): Promise<void> {
  while (!closed.aborted) {
    const status = await api<Status>("GET", form.dataset["statusUrl"] ?? "");
    if (status.sandboxes_ready || status.state !== "ready") return;
    if (status.sandboxes_failed) {
      throw new Error(say("A server could not be prepared. No clock runs; tell the person who invited you if this stays."));
    }
    show("[data-start-wait]", true);
    showQueue(status.queue);
    await pause(ASK_EVERY);
  }
}

/** Where the candidate stands, in every place of the page that says so. */
function showQueue(place: QueuePlace | null): void {
  for (const element of document.querySelectorAll("[data-queue]")) element.textContent = queueWords(place);
}

function show(selector: string, visible: boolean, text?: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) return;
  element.hidden = !visible;
  if (text !== undefined) element.textContent = text;
}
