// "Check your system": what this browser can do, how far the server is, whether the computer's clock is right.
// Nothing of it is sent anywhere.

import { api } from "./http";
import { forget, keep } from "./storage";
import type { Status } from "./types";
import { say } from "./words";

const TRIPS = 4;
const SLOW = 800;
const CLOCK_OFF = 60;

type Said = ["good" | "warn" | "bad", string];

function browser(): Said {
  const needed = ["fetch", "ResizeObserver", "structuredClone", "HTMLDialogElement"];
  const missing = needed.filter((name) => !(name in window));
  if (missing.length) return ["bad", say("This browser is too old. Use a current Firefox, Chrome, Edge or Safari.")];
  return ["good", say("Everything that is needed is there.")];
}

function storage(): Said {
  const kept = keep("assessor:check", 1);
  forget("assessor:check");
  if (kept) return ["good", say("What you type is also kept here while you are offline.")];
  return ["warn", say("Not possible, perhaps in a private window: what you type while you are offline would not be kept.")];
}

function screen(): Said {
  if (window.innerWidth < 800) return ["warn", say("Rather narrow. You can read and edit, but a wider window is more comfortable.")];
  return ["good", say("%(width)s by %(height)s points.", { width: window.innerWidth, height: window.innerHeight })];
}

function connection(trips: number[]): Said {
  if (trips.length < TRIPS) return ["bad", say("Some requests failed. A wire or another network may be steadier.")];
  const middle = Math.round([...trips].sort((a, b) => a - b)[TRIPS >> 1] ?? 0);
  if (middle > SLOW) return ["warn", say("Slow: %(time)s ms there and back. Everything works, with a delay.", { time: middle })];
  return ["good", say("%(time)s ms there and back.", { time: middle })];
}

function clock(secondsOff: number): Said {
  const off = Math.abs(secondsOff);
  if (off < CLOCK_OFF) return ["good", say("Right. Only the server's time counts anyway.")];
  const minutes = Math.round(off / 60);
  const hours = Math.floor(minutes / 60);
  const time = [hours ? say("%(value)s h", { value: hours }) : "", say("%(value)s min", { value: minutes % 60 })].filter(Boolean).join(" ");
  if (secondsOff > 0) return ["warn", say("Your computer's clock is %(time)s fast. That changes nothing: only the server's time counts.", { time })];
  return ["warn", say("Your computer's clock is %(time)s slow. That changes nothing: only the server's time counts.", { time })];
}

export async function setUpCheck(list: HTMLElement): Promise<void> {
  const tell = (name: string, [tone, text]: Said) => {
    const line = list.querySelector<HTMLElement>(`[data-check="${name}"]`);
    const place = line?.querySelector("[data-said]");
    if (!line || !place) return;
    line.dataset["tone"] = tone;
    place.textContent = text;
  };
  tell("browser", browser());
  tell("storage", storage());
  tell("screen", screen());
  const trips: number[] = [];
  for (let trip = 0; trip < TRIPS; trip += 1) {
    const sent = performance.now();
    try {
      const status = await api<Status>("GET", list.dataset["statusUrl"] ?? "");
      trips.push(performance.now() - sent);
      tell("clock", clock((Date.now() - Date.parse(status.server_time)) / 1000));
    } catch {
      break;
    }
  }
  tell("connection", connection(trips));
}
