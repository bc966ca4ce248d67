// How the live workload of an incident fares: asked again and again while the page is looked at.

import { announce, h } from "./dom";
import { api } from "./http";
import { visible } from "./visible";
import { say } from "./words";

const POLL = 2_000;

interface Part {
  name: string;
  shows: string;
  state: string;
  why: string;
}

const STATES: Record<string, [word: string, look: string]> = {
  works: [say("works"), "good"],
  blocked: [say("blocked"), "bad"],
  refused: [say("refused"), "bad"],
  failing: [say("failing"), "bad"],
  slow: [say("slow"), "warn"],
  starting: [say("starting"), "neutral"],
  away: [say("server away"), "neutral"],
};

/** Fill the panel of the live workload; pages of other kinds have none. */
export function setUpLive(url: string): void {
  const list = document.getElementById("live-parts");
  if (!list) return;
  let before = "";
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const { parts } = await api<{ parts: Part[] }>("GET", url);
      list.replaceChildren(...parts.map(shown));
      const now = parts.map((part) => `${part.name} ${STATES[part.state]?.[0] ?? part.state}`).join(", ");
      if (before && now !== before) announce(now);
      before = now;
    } catch {
      // The server's own notes on the page say what is wrong; this one only shows nothing new.
    }
  };
  void look();
  setInterval(() => void look(), POLL);
}

function shown(part: Part): HTMLElement {
  const [word, look] = STATES[part.state] ?? [part.state, "neutral"];
  return h(
    "li",
    { "data-part": part.name, "data-state": part.state },
    h("code", {}, visible(part.name)),
    h("span", { class: `badge ${look}` }, word),
    h("span", { class: "hint" }, visible(part.why || part.shows)),
  );
}
