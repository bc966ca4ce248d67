// The candidate's own plans, kept in this browser so that a later one can be compared.

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
    try {
      localStorage.setItem(this.key, JSON.stringify(this.plans));
    } catch {
      // Full or forbidden: they are kept as long as the page is.
    }
  }

  private read(): KeptPlan[] {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(found) ? (found as KeptPlan[]).filter(({ at, sql, json }) => [at, sql, json].every((each) => typeof each === "string")) : [];
    } catch {
      return [];
    }
  }
}

export function planOf(kept: KeptPlan): Plan | null {
  return readPlan(kept.json);
}
