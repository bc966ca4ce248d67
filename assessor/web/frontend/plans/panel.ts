// A plan among the results: the tree table, the plan as text to copy, printing, and comparing with an earlier one.

import { copyText } from "../clipboard";
import { announce, h } from "../dom";
import { clockTime } from "../times";
import { comparisonElement } from "./compare";
import { type KeptPlans, planOf } from "./kept";
import { showPicture } from "./picture";
import { type Plan, planLine } from "./plan";
import { planElement } from "./view";
import { say } from "../words";

let made = 0;

function printPlan(): void {
  document.body.classList.add("prints-plan");
  window.addEventListener("afterprint", () => document.body.classList.remove("prints-plan"), { once: true });
  window.print();
}

function chooser(plans: KeptPlans, id: string): HTMLSelectElement {
  const title = (sql: string) => sql.replace(/\s+/g, " ").slice(0, 60);
  const options = plans.all.map(({ at, sql }, index) => h("option", { value: String(index) }, `${clockTime(at)}  ${title(sql)}`));
  return h("select", { id }, h("option", { value: "" }, say("nothing")), ...options);
}

export function planPanel(plan: Plan, json: string, sql: string, plans: KeptPlans): HTMLElement {
  const shown = h("div", { class: "plan-body" }, planElement(plan));
  const id = `compare-${(made += 1)}`;
  const earlier = chooser(plans, id);
  const before = [...plans.all];
  earlier.addEventListener("change", () => {
    const kept = before[Number(earlier.value)];
    const other = earlier.value && kept ? planOf(kept) : null;
    shown.replaceChildren(other ? comparisonElement(other, plan) : planElement(plan));
    announce(other ? say("Both plans are compared") : say("The plan alone is shown"));
  });
  const copy = h("button", { type: "button", class: "button small quiet" }, say("Copy JSON"));
  copy.addEventListener("click", async () => announce((await copyText(json)) ? say("Plan copied") : say("It could not be copied")));
  const print = h("button", { type: "button", class: "button small quiet" }, say("Print"));
  print.addEventListener("click", printPlan);
  const picture = h("button", { type: "button", class: "button small quiet", title: say("Draw the plan with pev2") }, say("Picture…"));
  picture.addEventListener("click", () => showPicture({ json, sql }));
  const compare = before.length ? h("label", { class: "compare", for: id }, say("Compare with"), " ", earlier) : null;
  const tools = h("span", { class: "result-tools" }, compare, picture, copy, print);
  const status = h("div", { class: "result-status" }, h("strong", {}, plan.analyzed ? say("Plan, executed") : say("Plan, estimated")), h("span", {}, planLine(plan)), tools);
  plans.add({ at: new Date().toISOString(), sql, json });
  return h("div", { class: "result plan-result" }, status, h("pre", { class: "sql print-only" }, sql), shown);
}
