// EXPLAIN (FORMAT JSON) read: what each node took by itself, and what stands out, in words.

import { countText, durationText, fixedText } from "../results/words";
import { say, sayMany } from "../words";

type Raw = Record<string, unknown>;

export interface PlanNode {
  level: number;
  title: string;
  details: [name: string, text: string][];
  estimated: number;
  /** Rows of one loop, as the estimate is; null where the plan was not analysed. */
  actual: number | null;
  loops: number | null;
  cost: number;
  /** Milliseconds of this node and those below it, all loops together; null where nothing was timed. */
  total: number | null;
  /** Milliseconds, or else cost, of this node alone, and its share of the whole from 0 to 1. */
  own: number;
  share: number;
  /** Pages of this node alone; null where EXPLAIN did not count them. */
  buffers: number | null;
  read: number;
  remarks: string[];
  /** Whether the estimate of its rows was far off. */
  estimateOff: boolean;
  children: PlanNode[];
}

export interface Plan {
  root: PlanNode;
  nodes: PlanNode[];
  analyzed: boolean;
  timed: boolean;
  planning: number | null;
  execution: number | null;
  buffers: number | null;
  /** What stands out in the whole, the heaviest first. */
  summary: string[];
}

const FAR_OFF = 10;
const HEAVY = 0.3;
const MANY_LOOPS = 1_000;
const WASTED_ROWS = 1_000;
const CONDITIONS = [
  "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter", "One-Time Filter",
  "Sort Key", "Presorted Key", "Group Key", "Cache Key", "Sort Method", "Conflict Resolution", "Output",
];

const number = (node: Raw, key: string): number => (typeof node[key] === "number" ? node[key] : 0);
const childrenOf = (node: Raw): Raw[] => (Array.isArray(node["Plans"]) ? (node["Plans"] as Raw[]) : []);
const times = (factor: number) => countText(factor < 10 ? Math.round(factor * 10) / 10 : Math.round(factor));

function totalTime(node: Raw): number | null {
  if (typeof node["Actual Total Time"] !== "number") return null;
  // Parallel workers share the wall clock: their loops ran beside one another.
  const workers = node["Parallel Aware"] === true && node["Workers"] ? (node["Workers"] as Raw[]).length + 1 : 1;
  return (number(node, "Actual Total Time") * number(node, "Actual Loops")) / workers;
}

/** All pages of a node and those below it: found in memory, read, written. */
function pages(node: Raw): number | null {
  if (!("Shared Hit Blocks" in node)) return null;
  const kinds = ["Shared Hit Blocks", "Shared Read Blocks", "Local Hit Blocks", "Local Read Blocks", "Temp Read Blocks", "Temp Written Blocks"];
  return kinds.reduce((sum, key) => sum + number(node, key), 0);
}

function title(node: Raw): string {
  const strategy = ["Hashed", "Sorted", "Mixed"].includes(String(node["Strategy"])) ? String(node["Strategy"]) : "";
  const join = node["Join Type"] && node["Join Type"] !== "Inner" ? `(${String(node["Join Type"])})` : "";
  const relation = node["Relation Name"] ?? node["CTE Name"] ?? node["Function Name"];
  const alias = node["Alias"] && node["Alias"] !== relation ? ` ${String(node["Alias"])}` : "";
  return [
    node["Partial Mode"] && node["Partial Mode"] !== "Simple" ? String(node["Partial Mode"]) : "",
    node["Parallel Aware"] === true ? "Parallel" : "",
    strategy,
    node["Operation"] && node["Node Type"] === "ModifyTable" ? String(node["Operation"]) : String(node["Node Type"] ?? "?"),
    join,
    node["Index Name"] ? `using ${String(node["Index Name"])}` : "",
    relation ? `on ${String(relation)}${alias}` : "",
    node["Subplan Name"] ? `(${String(node["Subplan Name"])})` : "",
  ].filter(Boolean).join(" ");
}

function details(node: Raw): [string, string][] {
  return CONDITIONS.filter((key) => node[key] !== undefined).map((key) => {
    const value = node[key];
    return [key, Array.isArray(value) ? value.join(", ") : String(value)];
  });
}

function estimateRemark(node: PlanNode): string[] {
  if (node.actual === null) return [];
  const [few, many] = [Math.max(1, Math.min(node.actual, node.estimated)), Math.max(1, node.actual, node.estimated)];
  if (many / few < FAR_OFF) return [];
  const factor = times(many / few);
  const more = node.actual > node.estimated;
  return [more ? say("%(factor)s times more rows than estimated", { factor }) : say("%(factor)s times fewer rows than estimated", { factor })];
}

function filterRemark(raw: Raw, node: PlanNode): string[] {
  const removed = number(raw, "Rows Removed by Filter") + number(raw, "Rows Removed by Join Filter") + number(raw, "Rows Removed by Index Recheck");
  const thrown = removed * (node.loops ?? 1);
  if (thrown < WASTED_ROWS || removed < 4 * (node.actual ?? 0)) return [];
  const percent = Math.min(99.9, (100 * removed) / (removed + (node.actual ?? 0)));
  const told = { rows: countText(thrown), percent: fixedText(percent, percent > 99 ? 1 : 0) };
  return [say("reads and throws away %(rows)s rows (%(percent)s %% of what it reads)", told)];
}

function memoryRemarks(raw: Raw): string[] {
  const found: string[] = [];
  if (raw["Sort Space Type"] === "Disk") found.push(say("sorts on disk (%(size)s kB), work_mem is too small for it", { size: countText(number(raw, "Sort Space Used")) }));
  if (number(raw, "Hash Batches") > 1) found.push(say("the hash table does not fit into work_mem: %(count)s batches", { count: countText(number(raw, "Hash Batches")) }));
  if (number(raw, "Disk Usage") > 0) found.push(say("groups on disk (%(size)s kB)", { size: countText(number(raw, "Disk Usage")) }));
  if (number(raw, "Lossy Heap Blocks") > 0) found.push(say("the bitmap is lossy for %(count)s pages", { count: countText(number(raw, "Lossy Heap Blocks")) }));
  return found;
}

function loopRemarks(raw: Raw, node: PlanNode): string[] {
  const found: string[] = [];
  if (node.loops === 0) found.push(say("never executed"));
  if ((node.loops ?? 0) >= MANY_LOOPS) found.push(say("runs %(count)s times", { count: countText(node.loops ?? 0) }));
  if (number(raw, "Heap Fetches") > WASTED_ROWS) found.push(say("looks into the table for %(rows)s rows although the index would do: VACUUM helps", { rows: countText(number(raw, "Heap Fetches")) }));
  return found;
}

function shareRemark(node: PlanNode, timed: boolean): string[] {
  if (node.share < HEAVY || (node.level === 1 && !node.children.length)) return [];
  const percent = Math.round(node.share * 100);
  if (timed) return [say("%(percent)s %% of the time is spent here", { percent })];
  return [say("%(percent)s %% of the estimated cost is spent here", { percent })];
}

function read(raw: Raw, level: number): PlanNode {
  const children = childrenOf(raw);
  const [total, cost] = [totalTime(raw), number(raw, "Total Cost")];
  const timed = total !== null;
  const below = children.reduce((sum, child) => sum + (timed ? (totalTime(child) ?? 0) : number(child, "Total Cost")), 0);
  const all = pages(raw);
  return {
    level,
    title: title(raw),
    details: details(raw),
    estimated: number(raw, "Plan Rows"),
    actual: typeof raw["Actual Rows"] === "number" ? raw["Actual Rows"] : null,
    loops: typeof raw["Actual Loops"] === "number" ? raw["Actual Loops"] : null,
    cost,
    total,
    own: Math.max(0, (timed ? total : cost) - below),
    share: 0,
    buffers: all === null ? null : Math.max(0, all - children.reduce((sum, child) => sum + (pages(child) ?? 0), 0)),
    read: number(raw, "Shared Read Blocks"),
    remarks: [],
    estimateOff: false,
    children: children.map((child) => read(child, level + 1)),
  };
}

function remark(raw: Raw, node: PlanNode, whole: number, timed: boolean): void {
  node.share = whole > 0 ? Math.min(1, node.own / whole) : 0;
  const never = node.loops === 0;
  node.estimateOff = !never && estimateRemark(node).length > 0;
  node.remarks = never
    ? loopRemarks(raw, node)
    : [...shareRemark(node, timed), ...estimateRemark(node), ...filterRemark(raw, node), ...loopRemarks(raw, node), ...memoryRemarks(raw)];
  childrenOf(raw).forEach((child, at) => {
    const below = node.children[at];
    if (below) remark(child, below, whole, timed);
  });
}

export function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}

function summary(nodes: PlanNode[]): string[] {
  const told = nodes.filter(({ remarks, loops }) => remarks.length && loops !== 0);
  return told
    .sort((a, b) => b.share - a.share)
    .slice(0, 4)
    .map((node) => `${node.title}: ${node.remarks.join("; ")}.`);
}

/** The plan, or null for anything that is none. Accepts what EXPLAIN gives: a list with one object. */
export function readPlan(text: string): Plan | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const found = (Array.isArray(parsed) ? parsed[0] : parsed) as Raw | null;
  const raw = found?.["Plan"] as Raw | undefined;
  if (!found || typeof raw !== "object" || raw === null) return null;
  const root = read(raw, 1);
  const timed = root.total !== null;
  remark(raw, root, timed ? (root.total ?? 0) : root.cost, timed);
  const nodes = flat(root);
  return {
    root,
    nodes,
    analyzed: root.loops !== null,
    timed,
    planning: "Planning Time" in found ? number(found, "Planning Time") : null,
    execution: "Execution Time" in found ? number(found, "Execution Time") : null,
    buffers: pages(raw),
    summary: summary(nodes),
  };
}

/** The whole in one line. */
export function planLine(plan: Plan): string {
  return [
    sayMany("%(count)s node", "%(count)s nodes", plan.nodes.length),
    plan.execution === null ? say("estimated cost %(cost)s", { cost: countText(Math.round(plan.root.cost)) }) : say("execution %(time)s", { time: durationText(plan.execution) }),
    plan.planning === null ? "" : say("planning %(time)s", { time: durationText(plan.planning) }),
    plan.buffers ? say("%(count)s pages", { count: countText(plan.buffers) }) : "",
  ].filter(Boolean).join(", ");
}
