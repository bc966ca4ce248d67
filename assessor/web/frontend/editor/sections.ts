// The sections of a runbook: a line "-- on NODE" and the script below it, as the server splits them.

import type { Statement } from "./statements";

const HEAD = /^--[ \t]*on[ \t]+[\w-]+[ \t]*$/gim;

export function sectionsOf(text: string): Statement[] {
  const heads = [...text.matchAll(HEAD)].map((match) => match.index);
  const starts = text.slice(0, heads[0] ?? text.length).trim() ? [0, ...heads] : heads;
  return starts.map((from, at) => ({ from, to: from + text.slice(from, starts[at + 1] ?? text.length).trimEnd().length }));
}

/** What is selected, below the head of the section that it is a part of. */
export function withHead(text: string, selected: string, from: number): string {
  const head = text.slice(0, from).match(HEAD)?.at(-1);
  return head ? `${head}\n${selected}` : selected;
}
