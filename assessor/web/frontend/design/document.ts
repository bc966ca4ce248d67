// A design answer as one text, as assessor/domain/design.py reads it: a JSON head, a line of three hyphens, Markdown.

export interface Choice {
  option: string;
  reason: string;
}

/** On a line of a change set; see assessor/domain/comments.py. */
export interface Comment {
  file: string;
  line: number;
  category: string;
  severity: string;
  text: string;
}

export interface Answer {
  text: string;
  numbers: Record<string, number>;
  choices: Record<string, Choice>;
  comments: Comment[];
}

const RULE = "\n---\n";

export function compose({ text, numbers, choices, comments }: Answer): string {
  const parts = Object.keys(numbers).length + Object.keys(choices).length + comments.length;
  if (!parts) return text.trimStart().startsWith("{") ? `{}${RULE}${text}` : text;
  const head = comments.length ? { numbers, choices, comments } : { numbers, choices };
  return JSON.stringify(head, null, 1) + RULE + text;
}

/** What cannot be read is shown as text, so that nothing is lost. */
export function decompose(document: string): Answer {
  const at = document.indexOf(RULE);
  const plain = { text: document, numbers: {}, choices: {}, comments: [] };
  if (!document.startsWith("{") || at < 0) return plain;
  try {
    const head = JSON.parse(document.slice(0, at)) as Partial<Answer>;
    return { text: document.slice(at + RULE.length), numbers: head.numbers ?? {}, choices: head.choices ?? {}, comments: head.comments ?? [] };
  } catch {
    return plain;
  }
}
