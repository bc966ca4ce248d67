// The candidate's own plans, kept in this browser so that a later one can be compared.

import { keep, readKept } from "../storage";
import { readPlan, type Plan } from "./plan";

const MOST = 12;
const LONGEST = 200_000;

export interface KeptPlan {
  at: string;
  sql: string;
  json: string;
}

export class KeptPlans {
  private readonly key: string;
  private plans: KeptPlan[];

  constructor(attempt: string, slug: string) {
    this.key = `assessor:plans:${attempt}:${slug}`;
    this.plans = this.read();
  }

  get all(): readonly KeptPlan[] {
    return this.plans;
  }

  add(kept: KeptPlan): void {
    if (kept.json.length > LONGEST) return;
    this.plans = [kept, ...this.plans].slice(0, MOST);
    // If that is not possible, they are kept as long as the page is.
    keep(this.key, this.plans);
  }

  private read(): KeptPlan[] {
    const found = readKept(this.key);
    if (!Array.isArray(found)) return [];
    return (found as (KeptPlan | null)[]).filter(
      (plan): plan is KeptPlan => plan !== null && [plan.at, plan.sql, plan.json].every((each) => typeof each === "string"),
    );
  }
}

export function planOf(kept: KeptPlan): Plan | null {
  return readPlan(kept.json);
}
