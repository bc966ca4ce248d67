// Two plans side by side: the figures of the whole, then the nodes, aligned where they are the same.

import { h } from "../dom";
import { countText, durationText } from "../results/words";
import { visible } from "../visible";
import type { Plan, PlanNode } from "./plan";
import { say } from "../words";

export type Pair = [before: PlanNode | null, now: PlanNode | null];

const same = (a: PlanNode, b: PlanNode) => a.title === b.title;

/** The nodes of both in order; those with one title in one order are pairs (the longest common sequence). */
export function align(before: readonly PlanNode[], now: readonly PlanNode[]): Pair[] {
  const longest = Array.from({ length: before.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const paired = same(before[i] as PlanNode, now[j] as PlanNode);
      (longest[i] as number[])[j] = paired ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < before.length || j < now.length; ) {
    const [old, fresh] = [before[i], now[j]];
    if (old && fresh && same(old, fresh)) pairs.push([before[i++] ?? null, now[j++] ?? null]);
    else if (fresh && (!old || at(i, j + 1) > at(i + 1, j))) pairs.push([null, now[j++] ?? null]);
    else pairs.push([before[i++] ?? null, null]);
  }
  return pairs;
}

/** "8 times less", say("the same"), "2.5 times more". */
export function change(before: number | null, now: number | null): string {
  if (before === null || now === null) return "";
  if (before === now) return say("the same");
  const [less, more] = [Math.min(before, now), Math.max(before, now)];
  if (less === 0) return now ? say("more") : say("less");
  const factor = more / less;
  if (factor < 1.05) return say("about the same");
  const shown = factor < 10 ? factor.toFixed(1) : countText(Math.round(factor));
  return now > before ? say("%(factor)s times more", { factor: shown }) : say("%(factor)s times less", { factor: shown });
}

function figures(before: Plan, now: Plan): [string, string, string, string][] {
  const shown = (value: number | null, as: (value: number) => string) => (value === null ? "–" : as(value));
  const line = (name: string, of: (plan: Plan) => number | null, as: (value: number) => string): [string, string, string, string] => [
    name,
    shown(of(before), as),
    shown(of(now), as),
    change(of(before), of(now)),
  ];
  return [
    line(say("Execution time"), (plan) => plan.execution, durationText),
    line(say("Planning time"), (plan) => plan.planning, durationText),
    line(say("Estimated cost"), (plan) => Math.round(plan.root.cost), countText),
    line(say("Pages"), (plan) => plan.buffers, countText),
    line(say("Nodes"), (plan) => plan.nodes.length, countText),
  ];
}

function table(label: string, headings: string[], rows: HTMLElement[]): HTMLElement {
  const head = headings.map((each, at) => h("th", { scope: "col", class: at ? "num" : null }, each));
  const made = h("table", { class: "table compact" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
  return h("div", { class: "plan-scroll", role: "region", "aria-label": label, tabindex: "0" }, made);
}

function figureRow([name, before, now, word]: [string, string, string, string]): HTMLElement {
  return h("tr", {}, h("th", { scope: "row" }, name), ...[before, now, word].map((each) => h("td", { class: "num" }, each)));
}

function nodeRow([before, now]: Pair, timed: boolean): HTMLElement {
  const node = now ?? before;
  if (!node) return h("tr");
  const own = (each: PlanNode | null) => (!each ? "–" : timed ? durationText(each.own) : countText(Math.round(each.own)));
  const rows = (each: PlanNode | null) => (each ? countText((each.actual ?? each.estimated) * (each.loops ?? 1)) : "–");
  const where = !before ? say("only now") : !now ? say("only before") : change(before.own, now.own);
  const name = h("th", { scope: "row", class: `plan-depth-${Math.min(node.level, 16)}` }, h("span", { class: "node" }, visible(node.title)));
  const cells = [own(before), own(now), rows(before), rows(now), where].map((each) => h("td", { class: "num" }, each));
  return h("tr", { class: !before ? "added" : !now ? "removed" : null }, name, ...cells);
}

export function comparisonElement(before: Plan, now: Plan): HTMLElement {
  const timed = before.timed && now.timed;
  const unit = timed ? [say("Time before"), say("Time now")] : [say("Cost before"), say("Cost now")];
  const pairs = align(before.nodes, now.nodes);
  return h(
    "div",
    { class: "plan-view comparison" },
    table(say("The whole, before and now"), ["", say("Before"), say("Now"), say("Change")], figures(before, now).map(figureRow)),
    table(
      say("Nodes, before and now"),
      [say("Node"), ...unit, say("Rows before"), say("Rows now"), say("Change")],
      pairs.map((pair) => nodeRow(pair, timed)),
    ),
  );
}
