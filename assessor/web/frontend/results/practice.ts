// How a practice answer was graded.

import { h } from "../dom";
import type { CheckOutcome, PracticeResult } from "../types";

const VERDICTS = { passed: ["good", "Passed"], failed: ["bad", "Failed"], "could-not-grade": ["warn", "Could not grade"] } as const;

export function practiceScore(result: PracticeResult): string {
  return `${Math.round((result.score ?? 0) * 10) / 10} of 100`;
}

export function practiceElement(result: PracticeResult): HTMLElement {
  const headline = h("p", { class: "headline" }, `This practice answer: ${practiceScore(result)}`);
  return h("div", { class: "verdicts" }, headline, h("ul", {}, ...result.outcomes.map(check)));
}

function check(outcome: CheckOutcome): HTMLElement {
  const [tone, word] = VERDICTS[outcome.verdict];
  return h(
    "li",
    {},
    h("span", { class: `badge ${tone}` }, word),
    h("strong", {}, outcome.title),
    h("span", { class: "points" }, `${outcome.points} / ${outcome.max_points}`),
    outcome.message ? h("p", {}, outcome.message) : null,
  );
}
