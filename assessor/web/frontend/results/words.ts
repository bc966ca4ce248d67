// Numbers and counts as sentences have them, in the language of the page.

import { locale, say, sayMany } from "../words";

const plain = new Intl.NumberFormat(locale);

/** A whole number; a fraction keeps up to three digits. */
export function countText(count: number): string {
  return plain.format(count);
}

export const numberText = countText;

/** With exactly so many digits after the point. */
export function fixedText(value: number, digits: number): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function rowsText(count: number): string {
  return sayMany("%(shown)s row", "%(shown)s rows", count, { shown: countText(count) });
}

export function durationText(milliseconds: number): string {
  if (milliseconds >= 1000) return say("%(value)s s", { value: fixedText(milliseconds / 1000, 2) });
  const digits = milliseconds > 0 && milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0;
  return say("%(value)s ms", { value: fixedText(milliseconds, digits) });
}
