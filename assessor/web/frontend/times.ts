// Times in the reader's own zone; the server writes UTC.

const FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  datetime: { day: "2-digit", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", FORMATS["time"]).format(new Date(iso));
}

/** Rewrite every <time data-local> below a node. */
export function localise(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const format = FORMATS[element.dataset["local"] ?? ""];
    if (!format) continue;
    const at = new Date(element.dateTime);
    element.textContent = new Intl.DateTimeFormat("en-GB", format).format(at);
    element.title = at.toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
    delete element.dataset["local"];
  }
}
