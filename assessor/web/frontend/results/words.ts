// Numbers and counts as sentences have them.

const whole = new Intl.NumberFormat("en-US");

export function countText(count: number): string {
  return whole.format(count);
}

export function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${countText(count)} rows`;
}

export function durationText(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 1) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
