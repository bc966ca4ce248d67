// A break: what is left of it, by the server's time. The page goes on by itself when the clock does.

import { byId } from "./dom";
import { api } from "./http";
import { timeText } from "./countdown";
import type { Status } from "./types";

const ASK_EVERY = 5_000;

export function setUpRest(): void {
  const rest = byId("rest");
  let endsAt = performance.now() + Number(rest.dataset["left"]) * 1000;
  const show = () => {
    const left = (endsAt - performance.now()) / 1000;
    byId("rest-left").textContent = timeText(left);
    if (left <= 0) void ask();
  };
  const ask = async () => {
    try {
      const status = await api<Status>("GET", rest.dataset["statusUrl"] ?? "");
      if (!status.on_break) location.assign(rest.dataset["homeUrl"] ?? "/");
      endsAt = performance.now() + status.break_left * 1000;
    } catch {
      // Offline: the next answer puts it right.
    }
  };
  setInterval(show, 1_000);
  setInterval(() => void ask(), ASK_EVERY);
  document.addEventListener("visibilitychange", () => void ask());
  show();
}
