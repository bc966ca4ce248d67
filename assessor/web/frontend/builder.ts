// Moves challenges of the builder by their arrows or by dragging; says what came of it, and keeps the focus.
import { announce } from "./dom";

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#chosen > li")];

function renumber(): void {
  rows().forEach((row, index) => {
    row.querySelector<HTMLInputElement>("[data-position]")!.value = String(index + 1);
    row.querySelector("[data-grip]")!.textContent = String(index + 1);
  });
}

function told(row: HTMLElement): void {
  renumber();
  announce(`${row.dataset.title} is number ${rows().indexOf(row) + 1} of ${rows().length}.`);
}

function move(event: Event): void {
  const button = (event.target as Element).closest<HTMLElement>("[data-do=up], [data-do=down]");
  const row = button?.closest("li");
  if (!button || !row) return;
  event.preventDefault();
  event.stopPropagation(); // htmx would ask the server for the same.
  if (button.dataset.do === "up") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  button.focus();
  told(row);
}

let dragged: HTMLElement | null = null;

function begin(event: PointerEvent): void {
  const grip = (event.target as Element).closest<HTMLElement>("[data-grip]");
  if (!grip || event.button !== 0) return;
  dragged = grip.closest("li");
  dragged?.classList.add("dragged");
  event.preventDefault();
}

function drag(event: PointerEvent): void {
  if (!dragged) return;
  const middle = (row: HTMLElement): number => row.getBoundingClientRect().top + row.offsetHeight / 2;
  const others = rows().filter((row) => row !== dragged);
  const below = others.find((row) => event.clientY < middle(row));
  if (below) below.before(dragged);
  else others.at(-1)?.after(dragged);
}

function drop(): void {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  told(dragged);
  dragged = null;
}

let pressed = 0;

/** Which of the library's buttons was pressed: it is gone afterwards, and the one in its place gets the focus. */
function remember(event: Event): void {
  const button = (event.target as Element).closest("[data-do=add], [data-do=remove]");
  const alike = button && [...document.querySelectorAll(`[data-do=${button.getAttribute("data-do")}]`)];
  if (alike) pressed = alike.indexOf(button);
}

function settled(event: Event): void {
  const detail = (event as CustomEvent<{ requestConfig?: { parameters?: { do?: string } } }>).detail;
  const builder = document.getElementById("builder");
  if (builder?.dataset.said) announce(builder.dataset.said);
  if (document.activeElement !== document.body) return;
  const action = String(detail.requestConfig?.parameters?.do ?? "add").split(":")[0];
  const alike = document.querySelectorAll<HTMLElement>(`[data-do=${action}]`);
  (alike[Math.min(pressed, alike.length - 1)] ?? document.getElementById("find"))?.focus();
}

document.addEventListener("click", move, true);
document.addEventListener("click", remember, true);
document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", drag);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
document.addEventListener("htmx:afterSettle", settled);
