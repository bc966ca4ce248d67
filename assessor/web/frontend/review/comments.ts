// Comments on the lines of a change set: added at a line's number, edited in place, removed.

import { announce, byId, h } from "../dom";
import type { Comment } from "../design/document";
import { say } from "../words";
import { Card } from "./card";
import { setUpLines } from "./lines";

const MOST = 100;

export class Comments {
  private readonly cards = new Map<HTMLElement, Card>();
  /** On lines that this page does not have; they are kept as they are. */
  private elsewhere: Comment[] = [];

  constructor(
    private readonly place: HTMLElement,
    private readonly onChange: () => void,
  ) {
    for (const list of place.querySelectorAll<HTMLElement>("[data-file]")) setUpLines(list, (line) => this.comment(line));
  }

  read(): Comment[] {
    const written = this.all().map((card) => card.comment);
    return [...written.filter((each) => each.category || each.severity || each.text.trim()), ...this.elsewhere];
  }

  show(comments: Comment[]): void {
    for (const card of this.cards.values()) card.element.remove();
    this.cards.clear();
    this.elsewhere = [];
    for (const comment of comments) {
      const line = this.line(comment);
      if (line) this.add(line, comment);
      else this.elsewhere.push(comment);
    }
    this.list();
  }

  /** How many there are, and how many of them do not count yet. */
  count(): [written: number, open: number] {
    const cards = this.all();
    return [cards.length + this.elsewhere.length, cards.filter((card) => !card.isWhole).length];
  }

  private all(): Card[] {
    const elements = this.place.querySelectorAll<HTMLElement>(".line-comment");
    return [...elements].flatMap((element) => this.cards.get(element) ?? []);
  }

  private line({ file, line }: Comment): HTMLElement | null {
    return this.place.querySelector(`[data-file="${CSS.escape(file)}"] > [data-line="${line}"]`);
  }

  /** The number of a line was chosen: go on with what is not finished there, or begin anew. */
  private comment(line: HTMLElement): void {
    const open = this.all().find((card) => card.element.parentElement === line && !card.isWhole);
    if (!open && this.all().length >= MOST) {
      announce(say("An answer has at most %(most)s comments.", { most: MOST }));
      return;
    }
    const file = line.closest<HTMLElement>("[data-file]")?.dataset["file"] ?? "";
    const card = open ?? this.add(line, { file, line: Number(line.dataset["line"]), category: "", severity: "", text: "" });
    card.edit();
    this.list();
  }

  private add(line: HTMLElement, comment: Comment): Card {
    const card = new Card(comment, {
      changed: () => this.changed(),
      done: () => line.querySelector("button")?.focus(),
      removed: () => {
        this.cards.delete(card.element);
        card.element.remove();
        line.querySelector("button")?.focus();
        announce(say("The comment is removed."));
        this.changed();
      },
    });
    this.cards.set(card.element, card);
    line.append(card.element);
    return card;
  }

  private changed(): void {
    this.list();
    this.onChange();
  }

  /** What is in the tab "Comments". */
  private list(): void {
    const cards = this.all();
    byId("comment-count").textContent = String(cards.length);
    byId("no-comments").hidden = cards.length > 0;
    byId("comment-list").replaceChildren(
      ...cards.map((card) => {
        const name = card.element.closest<HTMLElement>("[data-name]")?.dataset["name"] ?? "";
        const where = say("%(file)s, line %(line)s", { file: name, line: card.comment.line });
        const go = h("button", { type: "button", class: "link" }, where);
        go.addEventListener("click", () => card.edit());
        return h("li", {}, go, h("span", { class: "hint" }, card.isWhole ? card.summary : say("Not finished: it does not count yet.")));
      }),
    );
  }
}
