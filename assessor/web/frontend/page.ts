// What all pages share: local times, dialogs, copy and print buttons.

import { announce, byId, dialog } from "./dom";
import { localise } from "./times";
import { say } from "./words";

async function copy(button: HTMLElement, input: HTMLInputElement): Promise<void> {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    const label = button.querySelector("span") ?? button;
    label.textContent = say("Copied");
    announce(say("Copied"));
  } catch {
    announce(say("The text is selected: copy it with your keyboard."));
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
  if (!target) return;
  const { openDialog, closeDialog, print, copy: from } = target.dataset;
  if (openDialog !== undefined) dialog(openDialog).showModal();
  if (closeDialog !== undefined) target.closest("dialog")?.close();
  if (print !== undefined) window.print();
  if (from !== undefined) void copy(target, byId<HTMLInputElement>(from));
}

export function setUpPage(): void {
  document.addEventListener("click", onClick);
  localise(document);
  for (const each of document.querySelectorAll<HTMLDialogElement>("dialog[data-open]")) each.showModal();
  document.addEventListener("htmx:afterSwap", () => localise(document));
}
