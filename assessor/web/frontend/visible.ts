// What a server says is shown as it is, but never as nothing, and never so that it turns other text around.

/** Control characters but tab and line feed, what has no width, and what changes the direction of writing; the two
 * joiners, which Persian and emoji need, are left alone. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The text with a mark in the place of each hidden character, e.g. "⟨U+202E⟩". */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => `⟨U+${hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
