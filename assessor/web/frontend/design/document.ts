// A design answer as one text, as assessor/domain/design.py reads it: a JSON head, a line of three hyphens, Markdown.

export interface Choice {
  option: string;
  reason: string;
}

export interface Answer {
  text: string;
  numbers: Record<string, number>;
  choices: Record<string, Choice>;
}

const RULE = "\n---\n";

export function compose({ text, numbers, choices }: Answer): string {
  if (!Object.keys(numbers).length && !Object.keys(choices).length) return text.trimStart().startsWith("{") ? `{}${RULE}${text}` : text;
  return JSON.stringify({ numbers, choices }, null, 1) + RULE + text;
}

/** What cannot be read is shown as text, so that nothing is lost. */
export function decompose(document: string): Answer {
  const at = document.indexOf(RULE);
  if (!document.startsWith("{") || at < 0) return { text: document, numbers: {}, choices: {} };
  try {
    const head = JSON.parse(document.slice(0, at)) as Partial<Answer>;
    return { text: document.slice(at + RULE.length), numbers: head.numbers ?? {}, choices: head.choices ?? {} };
  } catch {
    return { text: document, numbers: {}, choices: {} };
  }
}
