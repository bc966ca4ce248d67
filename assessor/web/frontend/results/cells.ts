// How one value looks: NULL apart from the empty string, hidden characters by their number.

import { h } from "../dom";
import { visible } from "../visible";
import { say } from "../words";

const LONGEST_SHOWN = 300;

/** A value for a narrow place: one line, cut if it is long. */
export function shortValue(value: string | null): Node {
  if (value === null) return h("span", { class: "null" }, "NULL");
  if (value === "") return h("span", { class: "empty-string", title: say("empty string") }, "''");
  const cut = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return document.createTextNode(visible(cut).replace(/\r\n|\n/g, " ↵ "));
}

export function fullValue(value: string | null): Node {
  return value === null || value === "" ? shortValue(value) : document.createTextNode(visible(value));
}

/** How many letters of equal width a text takes; other scripts and emoji take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return width;
}
