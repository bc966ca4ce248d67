// Where statements begin and end in a text of SQL, as psql sees it: strings, quoted names, dollar quotes, comments
// (which nest), parentheses and bodies of functions (BEGIN ATOMIC … END) hide semicolons.

/** A statement with its semicolon, if it has one; offsets in UTF-16 units. */
export interface Statement {
  from: number;
  to: number;
}

const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const SPACE = /\s+/y;
/** The first words of a statement whose body may hold statements. */
const ROUTINE = /^create( or replace)? (function|procedure)$/;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Where `mark` ends, or the text. */
function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function endOfQuoted(text: string, from: number, escapes: boolean): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at += 1) {
    if (escapes && text[at] === "\\") at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return text.length;
}

function endOfComment(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (two === "/*") depth += 1;
    if (two === "*/") depth -= 1;
    if (two === "/*" || two === "*/") at += 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

export type TokenKind = "space" | "comment" | "quoted" | "word" | "other";

export interface Token extends Statement {
  kind: TokenKind;
}

function tokenAt(text: string, from: number): Token {
  const two = text.slice(from, from + 2);
  const first = two[0] ?? "";
  const made = (kind: TokenKind, to: number): Token => ({ kind, from, to });
  if (two === "--") return made("comment", endOf(text, "\n", from));
  if (two === "/*") return made("comment", endOfComment(text, from));
  if (first === "'" || first === '"') return made("quoted", endOfQuoted(text, from, false));
  if (/^e'$/i.test(two)) return made("quoted", endOfQuoted(text, from + 1, true));
  const space = match(SPACE, text, from);
  if (space) return made("space", from + space.length);
  const dollar = match(DOLLAR, text, from);
  if (dollar) return made("quoted", endOf(text, dollar, from + dollar.length));
  const word = match(WORD, text, from);
  if (word) return made("word", from + word.length);
  return made("other", from + (match(NUMBER, text, from).length || 1));
}

/** The whole text in pieces. */
export function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    yield token;
    at = Math.max(token.to, at + 1);
  }
}

class Splitter {
  readonly found: Statement[] = [];
  private from = -1;
  private to = -1;
  private parentheses = 0;
  private bodies = 0;
  private words: string[] = [];

  take(token: Token, text: string): void {
    if (token.kind === "space" || token.kind === "comment") return;
    const raw = text.slice(token.from, token.to);
    const ends = raw === ";" && this.parentheses === 0 && this.bodies === 0;
    if (ends && this.from < 0) return;
    if (this.from < 0) this.from = token.from;
    this.to = token.to;
    if (ends) return this.end();
    if (raw === "(") this.parentheses += 1;
    if (raw === ")") this.parentheses = Math.max(0, this.parentheses - 1);
    if (token.kind === "word") this.word(raw.toLowerCase());
  }

  end(): void {
    if (this.from >= 0) this.found.push({ from: this.from, to: this.to });
    this.from = this.to = -1;
    this.parentheses = this.bodies = 0;
    this.words = [];
  }

  /** Like psql: in a routine, BEGIN opens a body; within one, CASE opens what END closes. */
  private word(word: string): void {
    if (this.words.length < 4) this.words.push(word);
    const routine = ROUTINE.test(this.words.slice(0, 2).join(" ")) || ROUTINE.test(this.words.join(" "));
    if (!routine || this.parentheses > 0) return;
    if (word === "begin" || (word === "case" && this.bodies > 0)) this.bodies += 1;
    if (word === "end" && this.bodies > 0) this.bodies -= 1;
  }
}

export function statementsOf(text: string): Statement[] {
  const splitter = new Splitter();
  for (const token of tokensOf(text)) splitter.take(token, text);
  splitter.end();
  return splitter.found;
}

/** The statement that belongs to a place: the one around it, else the one just left, else the next. */
export function statementAt(text: string, statements: readonly Statement[], at: number): Statement | null {
  const around = statements.find(({ from, to }) => from <= at && at <= to);
  if (around) return around;
  const before = statements.filter(({ to }) => to < at).at(-1);
  const after = statements.find(({ from }) => at < from);
  if (!before || !after) return before ?? after ?? null;
  // A comment between two statements is taken for the heading of the second.
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return text.slice(before.to, at).includes("\n") && line.trim() ? after : before;
}
