// Somebody is at the page. What they need stays awake, and wakes up if it sleeps; who is away costs no server.

import { api } from "./http";
import type { Status } from "./types";

const AT_MOST_EVERY = 60_000;

/** Tell the server now, whenever the page comes back, and at most once a minute while something is done on it. */
export function setUpPresence(url: string, slug: string, onStatus: (status: Status) => void = () => undefined): void {
  let last = -AT_MOST_EVERY;
  const tell = async () => {
    if (document.visibilityState === "hidden" || performance.now() - last < AT_MOST_EVERY) return;
    last = performance.now();
    try {
      onStatus(await api<Status>("POST", url, { slug }));
    } catch {
      last = -AT_MOST_EVERY;
    }
  };
  for (const event of ["visibilitychange", "keydown", "pointermove", "pointerdown"]) {
    document.addEventListener(event, () => void tell(), { passive: true });
  }
  void tell();
}
