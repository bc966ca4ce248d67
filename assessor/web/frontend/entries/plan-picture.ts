// The frame in which pev2 draws a plan: a page of its own, for its styles are those of a whole page (plans/picture.ts).
import "../plans/no-inline-styles";
import "bootstrap/dist/css/bootstrap.min.css";
import "@fortawesome/fontawesome-svg-core/styles.css";
import "pev2/dist/pev2.css";
import "../styles/plan-picture.css";
import { Plan } from "pev2";
import { createApp } from "vue";
import { CLOSE, READY, type Picture } from "../plans/messages";

addEventListener("message", ({ origin, source, data }: MessageEvent<Picture>) => {
  if (origin !== location.origin || source !== parent) return;
  createApp(Plan, { planSource: data.json, planQuery: data.sql }).mount("#plan");
});
// A link elsewhere would lead the frame away.
addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest('a[href^="http"]')) event.preventDefault();
}, true);
// The dialog around the frame cannot hear it.
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") parent.postMessage(CLOSE, location.origin);
});
parent.postMessage(READY, location.origin);
