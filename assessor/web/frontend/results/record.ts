// One row with all its values, for wide tables and long texts.

import { h } from "../dom";
import type { ResultSet } from "../types";
import { visible } from "../visible";
import { fullValue } from "./cells";
import { countText } from "./words";
import { say } from "../words";

export function showRecord(result: ResultSet, start: number): void {
  let at = start;
  const title = h("h2", { id: "record-title" });
  const list = h("dl", { class: "record", tabindex: "0" });
  const previous = h("button", { type: "button", class: "button small" }, say("Previous row"));
  const next = h("button", { type: "button", class: "button small" }, say("Next row"));
  const close = h("button", { type: "button", class: "button small primary" }, say("Close"));
  const buttons = h("div", { class: "buttons" }, previous, next, close);
  const dialog = h("dialog", { class: "dialog large", "aria-labelledby": "record-title" }, title, list, buttons);
  const fill = (to: number) => {
    at = Math.max(0, Math.min(result.rows.length - 1, to));
    title.textContent = say("Row %(row)s of %(rows)s", { row: countText(at + 1), rows: countText(result.rows.length) });
    list.replaceChildren(...fields(result, at));
  };
  previous.addEventListener("click", () => fill(at - 1));
  next.addEventListener("click", () => fill(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft" || key === "ArrowRight") fill(at + (key === "ArrowLeft" ? -1 : 1));
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  fill(start);
  dialog.showModal();
}

function fields(result: ResultSet, at: number): HTMLElement[] {
  return result.columns.map(({ name, type }, index) =>
    h(
      "div",
      {},
      h("dt", {}, visible(name), h("span", { class: "type" }, visible(type))),
      h("dd", {}, fullValue(result.rows[at]?.[index] ?? null)),
    ),
  );
}
