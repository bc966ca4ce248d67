// Times in the reader's own zone, in the page's language; the server writes UTC, and says so.

import { h } from "./dom";
import { locale, say } from "./words";

const FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  datetime: { day: "2-digit", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
  // Where there is little room: the page names the zone in another place, and so does the title.
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat(locale, FORMATS["time"]).format(new Date(iso));
}

/** For whom the zone of a time is not clear: its name, and the time in UTC. */
export function zoneTitle(iso: string): string {
  const utc = new Date(iso).toISOString().replace("T", " ").replace(/\.\d+Z$/, "");
  return say("%(zone)s; %(time)s UTC", { zone, time: utc });
}

export function timeElement(iso: string): HTMLElement {
  return h("time", { datetime: iso, title: zoneTitle(iso) }, clockTime(iso));
}

/** Rewrite every <time data-local> below a node, and say in which zone that is. */
export function localise(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const format = FORMATS[element.dataset["local"] ?? ""];
    if (!format) continue;
    element.textContent = new Intl.DateTimeFormat(locale, format).format(new Date(element.dateTime));
    element.title = zoneTitle(element.dateTime);
    delete element.dataset["local"];
  }
  for (const place of root.querySelectorAll("[data-zone]")) place.textContent = say("Times are in your zone, %(zone)s.", { zone });
}
