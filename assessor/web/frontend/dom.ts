// Small helpers around the DOM. Text always goes in as text, never as HTML.

export type Child = Node | string | null | undefined | false;

/** An element with attributes (null leaves one out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  for (const child of children) {
    if (child) element.append(child);
  }
  return element;
}

/** A text with nodes in the places of its %(name)s. */
export function around(text: string, parts: Record<string, Node>): (Node | string)[] {
  return text.split(/(%\(\w+\)s)/).map((piece) => parts[piece.slice(2, -2)] ?? piece);
}

/** The element with an id; pages and scripts are made for each other, so a missing one is a bug. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element as T;
}

export function dialog(id: string): HTMLDialogElement {
  return byId<HTMLDialogElement>(id);
}

/** Say something to screen readers without moving the focus. */
export function announce(message: string): void {
  byId("announcer").textContent = message;
}
