// What the scripts say, in the language of the page. The sources speak English; other languages come as one script
// before all others (assessor/web/languages.py makes it of the language's .po file).

interface Catalogue {
  /** English text -> translation, or the forms of its plural. */
  words: Record<string, string | string[]>;
  /** For the numbers 0 to 199 which form they take, a digit each; larger ones go by their last two digits. */
  forms: string;
}

type Values = Record<string, string | number>;

const catalogue = (globalThis as { assessorWords?: Catalogue }).assessorWords;

/** In which numbers and times are written. */
export const locale = globalThis.document?.documentElement.lang || "en-GB";

function fill(text: string, values: Values): string {
  return text.replace(/%(?:\((\w+)\)s|%)/g, (_, name?: string) => (name ? String(values[name]) : "%"));
}

/** The text with its values in the places of %(name)s. With values, %% is a percent sign. */
export function say(text: string, values?: Values): string {
  const known = catalogue?.words[text];
  const said = typeof known === "string" ? known : text;
  return values ? fill(said, values) : said;
}

/** The form of a text for a number, which is %(count)s if no other value has that name. */
export function sayMany(one: string, many: string, count: number, values: Values = {}): string {
  const known = catalogue?.words[one];
  const form = catalogue?.forms[count < 200 ? count : 100 + (count % 100)];
  const said = typeof known === "object" ? known[Number(form)] : undefined;
  return fill(said ?? (count === 1 ? one : many), { count, ...values });
}
