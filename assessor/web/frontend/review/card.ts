// One comment below its line: what it says, or the form in which it is written.

import { byId } from "../dom";
import type { Comment } from "../design/document";
import { say } from "../words";

type Field = HTMLSelectElement | HTMLTextAreaElement;
type Part = "category" | "severity" | "text";

export interface CardHooks {
  changed: () => void;
  done: () => void;
  removed: () => void;
}

export class Card {
  readonly element: HTMLElement;
  private readonly fields: Field[];

  constructor(
    readonly comment: Comment,
    private readonly hooks: CardHooks,
  ) {
    const template = byId<HTMLTemplateElement>("comment-template");
    this.element = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.element.setAttribute("aria-label", say("Comment on line %(line)s", { line: comment.line }));
    this.fields = [...this.element.querySelectorAll<Field>("[data-part]")];
    for (const field of this.fields) {
      field.value = comment[partOf(field)];
      field.addEventListener("input", () => this.read(field));
    }
    this.on("[data-edit]", () => this.edit());
    this.on("[data-done]", () => this.done());
    this.on("[data-remove]", () => this.hooks.removed());
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.form.hidden) this.done();
    });
    this.toggle(!this.isWhole);
  }

  /** Whether it counts. */
  get isWhole(): boolean {
    const { category, severity, text } = this.comment;
    return Boolean(category && severity && text.trim());
  }

  get summary(): string {
    return `${this.shown("category")}: ${this.comment.text}`;
  }

  edit(): void {
    this.toggle(true);
    this.element.scrollIntoView({ block: "nearest" });
    this.fields[0]?.focus();
  }

  private done(): void {
    const { category, severity, text } = this.comment;
    if (!category && !severity && !text.trim()) {
      this.hooks.removed();
      return;
    }
    if (this.isWhole) {
      this.toggle(false);
      this.hooks.done();
    } else {
      this.problem.textContent = say("Choose a kind and a severity and write a text: as it is, the comment does not count.");
      this.problem.hidden = false;
      this.fields.find((field) => !field.value.trim())?.focus();
    }
  }

  private read(field: Field): void {
    this.comment[partOf(field)] = field.value;
    this.problem.hidden = this.problem.hidden || this.isWhole;
    this.hooks.changed();
  }

  private toggle(editing: boolean): void {
    this.form.hidden = !editing;
    const said = this.element.querySelector<HTMLElement>(".comment-said");
    if (said) said.hidden = editing;
    for (const place of this.element.querySelectorAll<HTMLElement>("[data-said]")) {
      const part = place.dataset["said"] as Part;
      place.textContent = part === "text" ? this.comment.text : this.shown(part);
    }
  }

  /** The words of what was chosen. */
  private shown(part: Part): string {
    const field = this.fields.find((each) => partOf(each) === part);
    return field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? "") : "";
  }

  private get form(): HTMLElement {
    return this.element.querySelector<HTMLElement>(".comment-form") ?? this.element;
  }

  private get problem(): HTMLElement {
    return this.element.querySelector<HTMLElement>(".part-problem") ?? this.element;
  }

  private on(selector: string, action: () => void): void {
    this.element.querySelector(selector)?.addEventListener("click", action);
  }
}

function partOf(field: Field): Part {
  return field.dataset["part"] as Part;
}
