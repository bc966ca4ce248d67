// The tables and how they refer to each other, drawn; and the same in words. A chunk of its own, for the layout is large.

import { Graph, layout } from "@dagrejs/dagre";
import { h } from "../dom";
import type { SchemaTable } from "../types";
import { visible } from "../visible";
import { say } from "../words";

const SVG = "http://www.w3.org/2000/svg";
const LINE = 20;
const HEAD = 30;
const LETTER = 7.4;
const MOST_COLUMNS = 14;
const MARGIN = 16;

interface Point {
  x: number;
  y: number;
}

interface Box extends Point {
  width: number;
  height: number;
}

function svg(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function shownColumns(table: SchemaTable): string[] {
  const lines = table.columns.map(({ name, type, primary_key }) => `${primary_key ? "● " : "  "}${visible(name)}  ${visible(type)}`);
  return lines.length > MOST_COLUMNS ? [...lines.slice(0, MOST_COLUMNS - 1), `  ${say("… and %(count)s more", { count: lines.length - MOST_COLUMNS + 1 })}`] : lines;
}

function sizeOf(table: SchemaTable): { width: number; height: number } {
  const lines = shownColumns(table);
  const longest = Math.max(table.name.length + 2, ...lines.map(({ length }) => length));
  return { width: longest * LETTER + 24, height: HEAD + lines.length * LINE + 8 };
}

function boxOf(table: SchemaTable, { x, y, width, height }: Box): SVGElement {
  const [left, top] = [x - width / 2, y - height / 2];
  const lines = shownColumns(table).map((line, at) => svg("text", { class: "er-column", x: left + 12, y: top + HEAD + at * LINE + 16 }, line));
  return svg(
    "g",
    {},
    svg("rect", { class: "er-box", x: left, y: top, width, height, rx: 6 }),
    svg("path", { class: "er-rule", d: `M${left} ${top + HEAD}h${width}` }),
    svg("text", { class: "er-name", x: left + 12, y: top + 20 }, visible(table.name)),
    ...lines,
  );
}

/** A line with a crow's foot where there are many, at its beginning, and a bar where there is one. */
function edge(points: Point[]): SVGElement {
  const path = points.map(({ x, y }, at) => `${at ? "L" : "M"}${x} ${y}`).join("");
  return svg("path", { class: "er-edge", d: path, "marker-start": "url(#er-many)", "marker-end": "url(#er-one)" });
}

function markers(): SVGElement {
  const marker = (id: string, d: string, refX: number) =>
    svg("marker", { id, viewBox: "0 0 14 14", refX, refY: 7, markerWidth: 14, markerHeight: 14, orient: "auto", markerUnits: "userSpaceOnUse" }, svg("path", { class: "er-edge", d }));
  return svg("defs", {}, marker("er-many", "M0 1L13 7L0 13M0 7H13", 0), marker("er-one", "M8 1V13", 13));
}

function draw(tables: readonly SchemaTable[], words: string[]): SVGElement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 90, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const table of tables) graph.setNode(table.name, sizeOf(table));
  for (const { name, foreign_keys } of tables) {
    for (const key of foreign_keys) {
      if (key.table !== name && graph.hasNode(key.table)) graph.setEdge(name, key.table, {}, key.name);
    }
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const edges = graph.edges().map((each) => edge((graph.edge(each) as { points: Point[] }).points));
  const boxes = tables.map((table) => boxOf(table, graph.node(table.name) as Box));
  return svg(
    "svg",
    { class: "er", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": "er-title er-desc" },
    svg("title", { id: "er-title" }, say("Tables and their references")),
    svg("desc", { id: "er-desc" }, words.join(" ")),
    markers(),
    ...edges,
    ...boxes,
  );
}

export function relations(tables: readonly SchemaTable[]): string[] {
  return tables.flatMap(({ name, foreign_keys }) =>
    foreign_keys.map(({ columns, table, referenced }) => visible(say("Each row of %(table)s refers by %(columns)s to a row of %(other)s (%(referenced)s).", { table: name, columns: columns.join(", "), other: table, referenced: referenced.join(", ") }))),
  );
}

export function showDiagram(tables: readonly SchemaTable[]): void {
  const words = relations(tables);
  const told = words.length ? words : [say("No table refers to another.")];
  const close = h("button", { type: "button", class: "button primary" }, say("Close"));
  const picture = h("div", { class: "er-scroll", tabindex: "0", role: "region", "aria-label": say("Diagram") });
  picture.append(draw(tables, told));
  const dialog = h(
    "dialog",
    { class: "dialog huge", "aria-labelledby": "diagram-title" },
    h("h2", { id: "diagram-title" }, say("Diagram of the tables")),
    picture,
    h("details", {}, h("summary", {}, say("In words")), h("ul", {}, ...told.map((each) => h("li", {}, each)))),
    h("div", { class: "buttons" }, close),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
