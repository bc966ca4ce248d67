// How a practice answer was graded.

import { h } from "../dom";
import { numberText } from "./words";
import type { CheckOutcome, PracticeResult } from "../types";
import { say } from "../words";

const VERDICTS = { passed: ["good", say("Passed")], failed: ["bad", say("Failed")], "could-not-grade": ["warn", say("Could not grade")] } as const;

export function practiceScore(result: PracticeResult): string {
  return say("%(score)s of 100", { score: numberText(Math.round((result.score ?? 0) * 10) / 10) });
}

export function practiceElement(result: PracticeResult): HTMLElement {
  const headline = h("p", { class: "headline" }, say("This practice answer: %(score)s", { score: practiceScore(result) }));
  return h("div", { class: "verdicts" }, headline, h("ul", {}, ...result.outcomes.map(check)));
}

function check(outcome: CheckOutcome): HTMLElement {
  const [tone, word] = VERDICTS[outcome.verdict];
  return h(
    "li",
    {},
    h("span", { class: `badge ${tone}` }, word),
    h("strong", {}, outcome.title),
    h("span", { class: "points" }, `${numberText(outcome.points)} / ${numberText(outcome.max_points)}`),
    outcome.message ? h("p", {}, outcome.message) : null,
  );
}
