// Plays the list of moments: one is current, and the screen shows the answer as it was then, or what was run. Without this script the
// list is the whole page.
import { byId } from "../dom";

const LONGEST_WAIT = 2_000;
const SHORTEST_WAIT = 120;

class Player {
  private readonly moments = [...byId("moments").querySelectorAll<HTMLElement>(":scope > li")];
  private readonly scrubber = byId<HTMLInputElement>("scrubber");
  private readonly button = byId<HTMLButtonElement>("play");
  private at = -1;
  private timer = 0;

  constructor() {
    byId("player").hidden = false;
    byId("back").addEventListener("click", () => this.stop(this.at - 1));
    byId("forward").addEventListener("click", () => this.stop(this.at + 1));
    this.button.addEventListener("click", () => this.toggle());
    this.scrubber.addEventListener("input", () => this.stop(Number(this.scrubber.value)));
    document.addEventListener("keydown", (event) => this.key(event));
    for (const [index, moment] of this.moments.entries()) {
      moment.querySelector(".moment-head")?.addEventListener("click", () => this.stop(index));
    }
    this.show(0);
  }

  private key(event: KeyboardEvent): void {
    // Where a key means something already it keeps its meaning.
    const used = (event.target as Element).closest("button, select, input, summary, a, pre");
    if (used || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") this.toggle();
    else if (event.key === "ArrowLeft") this.stop(this.at - 1);
    else if (event.key === "ArrowRight") this.stop(this.at + 1);
    else return;
    event.preventDefault();
  }

  private toggle(): void {
    if (this.timer) return this.stop(this.at);
    if (this.at === this.moments.length - 1) this.show(0);
    this.button.textContent = this.button.dataset["pause"] ?? "";
    this.next();
  }

  private next(): void {
    const coming = this.moments[this.at + 1];
    if (!coming) return this.stop(this.at);
    const speed = Number(byId<HTMLSelectElement>("speed").value);
    const wait = (Number(coming.dataset["pause"]) * 1_000) / speed;
    this.timer = window.setTimeout(() => {
      this.show(this.at + 1);
      this.next();
    }, Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, wait)));
  }

  private stop(at: number): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.button.textContent = this.button.dataset["play"] ?? "";
    this.show(Math.min(Math.max(at, 0), this.moments.length - 1));
  }

  private show(at: number): void {
    const moment = this.moments[at];
    if (!moment) return;
    this.moments[this.at]?.removeAttribute("aria-current");
    moment.setAttribute("aria-current", "step");
    this.at = at;
    const said = moment.querySelector(".moment-head")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    byId("now").textContent = said;
    this.scrubber.value = String(at);
    this.scrubber.setAttribute("aria-valuetext", said);
    byId("screen").replaceChildren(...this.textAt(at));
    const list = moment.closest<HTMLElement>(".moments-scroll");
    list?.scrollTo({ top: moment.offsetTop - list.clientHeight / 3 });
  }

  /** What was run in this moment, or the last text of its challenge; new is marked only in the moment of the edit. */
  private textAt(at: number): Node[] {
    const run = this.moments[at]?.querySelector("pre:not(.text)");
    if (run) return [...run.cloneNode(true).childNodes];
    const slug = this.moments.slice(0, at + 1).reverse().find((each) => each.dataset["slug"])?.dataset["slug"];
    for (let index = at; index >= 0; index -= 1) {
      const text = this.moments[index]?.dataset["slug"] === slug && this.moments[index]?.querySelector("pre.text");
      if (!text) continue;
      return index === at ? [...text.cloneNode(true).childNodes] : [document.createTextNode(text.textContent ?? "")];
    }
    return [];
  }
}

if (document.getElementById("moments")) new Player();
