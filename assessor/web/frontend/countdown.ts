// The clock in the header. The server knows the time left; this counts down between its answers, by a clock that
// no change of the computer's time moves, and asks again every 15 seconds, when the page comes back, and when the
// computer's two clocks drift apart: then it slept, or somebody set its time.

import { announce, byId, dialog } from "./dom";
import { api } from "./http";
import type { Status } from "./types";
import { say, sayMany } from "./words";

const ASK_EVERY = 15_000;
const ASK_AT_THE_END = 2_000;
const DRIFT = 2_000;
const NEWS_FOR = 60_000;
const ANNOUNCED = [60, 300, 600];

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
  private readonly slug = this.face.dataset["slug"] ?? "";
  private endsAt = this.endFrom(this.number("secondsLeft"));
  private wholeEndsAt = this.endFrom(this.number("wholeLeft"));
  private given = { credited: this.number("credited"), extended: this.number("extended") };
  private drift = Date.now() - performance.now();
  private lastShown = Number.POSITIVE_INFINITY;
  private ended = false;
  private asking = 0;
  private news = 0;

  constructor(private readonly hooks: ClockHooks = {}) {
    setInterval(() => this.tick(), 250);
    setInterval(() => void this.ask(), ASK_EVERY);
    for (const event of ["online", "pageshow", "focus"]) window.addEventListener(event, () => void this.ask());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.ask();
    });
    this.tick();
  }

  private number(name: string): number {
    return Number(this.face.dataset[name] ?? 0);
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

  /** What the server says now; the end may also have moved away, when time was added or given back. */
  take(status: Status): void {
    if (status.state !== "running" || status.on_break) return this.leave();
    const left = status.challenges_left[this.slug] ?? status.seconds_left;
    // The overview is the place to be once only this challenge's time is over.
    if (this.ended && left === 0 && status.seconds_left > 0) return this.leave();
    this.endsAt = this.endFrom(left);
    this.wholeEndsAt = this.endFrom(status.seconds_left);
    if (this.ended && left > 0) this.goOn();
    this.tellOfGifts(status);
    this.tick();
  }

  private tellOfGifts({ credited, extended }: Status): void {
    const added = extended - this.given.extended;
    const back = credited - this.given.credited;
    this.given = { credited, extended };
    const minutes = added / 60;
    const said = [
      added > 0 ? sayMany("%(count)s minute was added to your time.", "%(count)s minutes were added to your time.", minutes) : "",
      back > 0 ? say("%(seconds)s s that were lost by our fault were added to your clock.", { seconds: back }) : "",
    ].filter(Boolean);
    if (said.length) this.show(said.join(" "));
  }

  private show(text: string): void {
    const place = byId("clock-news");
    place.textContent = text;
    place.hidden = false;
    announce(text);
    clearTimeout(this.news);
    this.news = window.setTimeout(() => (place.hidden = true), NEWS_FOR);
  }

  private goOn(): void {
    this.ended = false;
    this.lastShown = Number.POSITIVE_INFINITY;
    clearInterval(this.asking);
    dialog("time-over").close();
  }

  private tick(): void {
    this.noticeDrift();
    const left = Math.max(0, (this.endsAt - performance.now()) / 1000);
    this.digits.textContent = timeText(left);
    this.face.dataset["urgency"] = left <= 60 ? "now" : left <= 600 ? "soon" : "";
    if (left > 600) delete this.face.dataset["urgency"];
    // After a sleep several marks may have been passed: only the last of them is said.
    const mark = ANNOUNCED.find((each) => this.lastShown > each && left <= each);
    if (mark && left > 0 && Number.isFinite(this.lastShown)) {
      announce(sayMany("One minute left", "%(count)s minutes left", mark / 60));
    }
    if (this.lastShown > 4 && left <= 4) this.hooks.onEnding?.();
    this.lastShown = left;
    if (left === 0) this.end();
  }

  private noticeDrift(): void {
    const drift = Date.now() - performance.now();
    if (Math.abs(drift - this.drift) < DRIFT) return;
    this.drift = drift;
    void this.ask();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.hooks.onEnding?.();
    const whole = this.wholeEndsAt - performance.now() < 1_000;
    const over = dialog("time-over");
    for (const each of over.querySelectorAll<HTMLElement>("[data-over]")) {
      each.hidden = (each.dataset["over"] === "whole") !== whole;
      if (!each.hidden) announce(`${say("The time is over.")} ${each.textContent ?? ""}`);
    }
    over.addEventListener("cancel", (event) => event.preventDefault());
    if (!over.open) over.showModal();
    this.asking = window.setInterval(() => void this.ask(), ASK_AT_THE_END);
  }

  private leave(): void {
    location.assign(this.face.dataset["homeUrl"] ?? "/");
  }
}
