// What a page and the frame with the plan's picture say to each other.

/** The frame waits for its plan. */
export const READY = "plan-picture:ready";
/** Somebody wants to leave the frame. */
export const CLOSE = "plan-picture:close";

export interface Picture {
  json: string;
  sql: string;
}
