// The clock in the header. The server knows the time left; this counts down between its answers, by a clock that
// no change of the computer's time moves, and asks again every 15 seconds and whenever the page comes back.

import { announce, byId, dialog } from "./dom";
import { api } from "./http";
import type { Status } from "./types";

const ASK_EVERY = 15_000;
const ASK_AT_THE_END = 2_000;
const ANNOUNCED = [600, 300, 60];

export interface ClockHooks {
  /** A few seconds are left, and again when none are: save now. */
  onEnding?: () => void;
}

export function timeText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : String(part))).join(":");
}

export class Countdown {
  private readonly face = byId("clock");
  private readonly digits = this.face.querySelector<HTMLElement>("[data-clock]") ?? this.face;
  private endsAt: number;
  private lastShown = Number.POSITIVE_INFINITY;
  private ended = false;
  private asking = 0;

  constructor(private readonly hooks: ClockHooks = {}) {
    this.endsAt = this.endFrom(Number(this.face.dataset["secondsLeft"] ?? 0));
    setInterval(() => this.tick(), 250);
    setInterval(() => void this.ask(), ASK_EVERY);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.ask();
    });
    this.tick();
  }

  private endFrom(secondsLeft: number): number {
    return performance.now() + secondsLeft * 1000;
  }

  private async ask(): Promise<void> {
    try {
      this.take(await api<Status>("GET", this.face.dataset["statusUrl"] ?? ""));
    } catch {
      // Offline: go on counting; the next answer puts it right.
    }
  }

  /** What the server says now; the end may also have moved away, when lost time was given back. */
  take(status: Status): void {
    if (status.state !== "running") return this.leave();
    this.endsAt = this.endFrom(status.seconds_left);
    if (this.ended && status.seconds_left > 0) this.goOn();
    this.tick();
  }

  private goOn(): void {
    this.ended = false;
    clearInterval(this.asking);
    dialog("time-over").close();
    announce("Lost time was added to your clock.");
  }

  private tick(): void {
    const left = Math.max(0, (this.endsAt - performance.now()) / 1000);
    this.digits.textContent = timeText(left);
    this.face.dataset["urgency"] = left <= 60 ? "now" : left <= 600 ? "soon" : "";
    if (left > 600) delete this.face.dataset["urgency"];
    for (const mark of ANNOUNCED) {
      if (this.lastShown > mark && left <= mark && Number.isFinite(this.lastShown)) {
        announce(mark === 60 ? "One minute left" : `${mark / 60} minutes left`);
      }
    }
    if (this.lastShown > 4 && left <= 4) this.hooks.onEnding?.();
    this.lastShown = left;
    if (left === 0) this.end();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.hooks.onEnding?.();
    const over = dialog("time-over");
    over.addEventListener("cancel", (event) => event.preventDefault());
    if (!over.open) over.showModal();
    announce("The time is over. Your last saved drafts are being handed in.");
    this.asking = window.setInterval(() => void this.ask(), ASK_AT_THE_END);
  }

  private leave(): void {
    location.assign(this.face.dataset["homeUrl"] ?? "/");
  }
}
