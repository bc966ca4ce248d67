// The plan as a picture, by pev2, in a frame that is loaded when somebody asks for it. The table tells the same.

import { h } from "../dom";
import { say } from "../words";
import { CLOSE, READY, type Picture } from "./messages";

const PAGE = "/plan-picture";

export function showPicture(picture: Picture): void {
  const frame = h("iframe", { src: PAGE, title: say("The plan, drawn by pev2"), class: "plan-picture" });
  const close = h("button", { type: "button", class: "button primary" }, say("Close"));
  const dialog = h(
    "dialog",
    { class: "dialog huge", "aria-labelledby": "picture-title" },
    h("h2", { id: "picture-title" }, say("Picture of the plan")),
    h("p", { class: "hint" }, say("The table tells the same, in words that can be read aloud.")),
    frame,
    h("div", { class: "buttons" }, close),
  );
  const onMessage = ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== location.origin || source !== frame.contentWindow) return;
    if (data === READY) frame.contentWindow?.postMessage(picture, location.origin);
    if (data === CLOSE) dialog.close();
  };
  addEventListener("message", onMessage);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    removeEventListener("message", onMessage);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
