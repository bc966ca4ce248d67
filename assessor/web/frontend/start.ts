// Starting: the clock starts only when the servers are there, so pressing start early waits for them.

import { byId } from "./dom";
import { ApiError, api, messageOf } from "./http";
import type { QueuePlace, Status } from "./types";

const ASK_EVERY = 2_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function setUpStart(): void {
  const form = byId<HTMLFormElement>("start-form");
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
    do await ready(form, closed.signal);
    while (!closed.signal.aborted && !(await tryToStart(form)));
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
      throw new Error("A server could not be prepared. No clock runs; tell the person who invited you if this stays.");
    }
    show("[data-start-wait]", true);
    showQueue(status.queue);
    await pause(ASK_EVERY);
  }
}

/** Where the candidate stands, in every place of the page that says so. */
function showQueue(place: QueuePlace | null): void {
  const words = !place ? "" : `${place.position > 1 ? `You are number ${place.position} in the queue` : "It is your turn"}; about ${place.seconds} s.`;
  for (const element of document.querySelectorAll("[data-queue]")) element.textContent = words;
}

function show(selector: string, visible: boolean, text?: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) return;
  element.hidden = !visible;
  if (text !== undefined) element.textContent = text;
}
