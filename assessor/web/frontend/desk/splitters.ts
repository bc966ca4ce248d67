// The borders between panels: dragged, or moved with the arrow keys (the ARIA window splitter); remembered.

import { keep, readKept } from "../storage";

const KEY = "assessor:panels";
const STEP = 3;

interface Splitter {
  bar: HTMLElement;
  /** What is divided; its CSS variable takes the size in percent. */
  whole: HTMLElement;
  variable: string;
  vertical: boolean;
  start: number;
}

function kept(): Record<string, number> {
  return (readKept(KEY) ?? {}) as Record<string, number>;
}

function bounds(bar: HTMLElement): [number, number] {
  return [Number(bar.getAttribute("aria-valuemin")), Number(bar.getAttribute("aria-valuemax"))];
}

function move({ bar, whole, variable }: Splitter, to: number): void {
  const [least, most] = bounds(bar);
  const value = Math.round(Math.max(least, Math.min(most, to)) * 10) / 10;
  whole.style.setProperty(variable, `${value}%`);
  bar.setAttribute("aria-valuenow", String(Math.round(value)));
  // If that is not possible, it holds as long as the page does.
  keep(KEY, { ...kept(), [variable]: value });
}

function now(splitter: Splitter): number {
  return kept()[splitter.variable] ?? splitter.start;
}

function onKey(splitter: Splitter, event: KeyboardEvent): void {
  const [least, most] = bounds(splitter.bar);
  const [less, more] = splitter.vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const targets: Record<string, number> = {
    [less as string]: now(splitter) - STEP,
    [more as string]: now(splitter) + STEP,
    Home: least,
    End: most,
    Enter: splitter.start,
  };
  const to = targets[event.key];
  if (to === undefined) return;
  event.preventDefault();
  move(splitter, to);
}

function onDrag(splitter: Splitter, down: PointerEvent): void {
  const { bar, whole, vertical } = splitter;
  down.preventDefault();
  bar.focus();
  bar.setPointerCapture(down.pointerId);
  const drag = ({ clientX, clientY }: PointerEvent) => {
    const box = whole.getBoundingClientRect();
    move(splitter, 100 * (vertical ? (clientX - box.left) / box.width : (clientY - box.top) / box.height));
  };
  bar.addEventListener("pointermove", drag);
  bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", drag), { once: true });
}

export function setUpSplitters(): void {
  for (const bar of document.querySelectorAll<HTMLElement>("[role=separator][data-splits]")) {
    const whole = bar.closest<HTMLElement>(bar.dataset["splits"] ?? "");
    const variable = bar.dataset["variable"];
    if (!whole || !variable) continue;
    const vertical = bar.getAttribute("aria-orientation") === "vertical";
    const splitter: Splitter = { bar, whole, variable, vertical, start: Number(bar.getAttribute("aria-valuenow")) };
    const before = kept()[variable];
    if (typeof before === "number") move(splitter, before);
    bar.addEventListener("keydown", (event) => onKey(splitter, event));
    bar.addEventListener("pointerdown", (event) => onDrag(splitter, event));
    bar.addEventListener("dblclick", () => move(splitter, splitter.start));
  }
}
