// The editor's tabs: the answer, which is saved and handed in, and scratches, which stay in this browser.

import { announce, byId, h } from "../dom";
import type { SqlEditor } from "../editor/editor";
import type { KeptPlans } from "../plans/kept";
import { ResultsPane } from "../results/pane";
import { MOST_SCRATCHES, type Scratch, type Scratches } from "./scratch";
import type { SessionInfo } from "../types";
import { say } from "../words";

export const ANSWER = "answer";
const KEEP_AFTER = 500;
const HINT = say("Control Enter runs the statement at the cursor, or what is selected.");

/** One tab: its text is in the editor, its results in its pane, its session at the server. */
export interface Sheet {
  id: string;
  name: string;
  scratch: Scratch | null;
  pane: ResultsPane;
  running: boolean;
  session: SessionInfo | null;
}

export interface SheetHooks {
  shown: (sheet: Sheet) => void;
  closed: (sheet: Sheet) => void;
}

export class Sheets {
  private readonly sheets: Sheet[] = [];
  private readonly list = byId("editor-tabs");
  private readonly timers = new Map<string, number>();
  private lastClosed: Scratch | null = null;
  active: Sheet;

  constructor(
    private readonly editor: SqlEditor,
    private readonly scratches: Scratches,
    private readonly plans: KeptPlans,
    private readonly activeKey: string,
    private readonly hooks: SheetHooks,
    answer: string,
  ) {
    this.active = this.add(ANSWER, say("Answer"), null);
    editor.open(ANSWER, answer);
    for (const scratch of scratches.all()) this.addScratch(scratch);
    byId("new-tab").addEventListener("click", () => this.create());
    byId("close-tab").addEventListener("click", () => this.close(this.active));
    byId("into-answer").addEventListener("click", () => this.copyIntoAnswer());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    window.addEventListener("pagehide", () => this.keepAll());
  }

  /** Show the tab that was shown last in this window. */
  start(): void {
    const last = this.sheets.find(({ id }) => id === sessionStorage.getItem(this.activeKey));
    this.show(last ?? this.active);
  }

  get(id: string): Sheet | undefined {
    return this.sheets.find((sheet) => sheet.id === id);
  }

  get all(): readonly Sheet[] {
    return this.sheets;
  }

  show(sheet: Sheet): void {
    this.active = sheet;
    sessionStorage.setItem(this.activeKey, sheet.id);
    this.editor.show(sheet.id);
    byId("results").replaceChildren(sheet.pane.element);
    this.render();
    this.hooks.shown(sheet);
  }

  create(text = ""): void {
    if (this.sheets.length > MOST_SCRATCHES) return announce(say("There are as many tabs as there can be: close one first."));
    const scratch = this.scratches.create(this.sheets.map(({ name }) => name), text);
    this.show(this.addScratch(scratch));
    this.editor.view.focus();
  }

  /** Keep a scratch's text soon. */
  changed(id: string): void {
    const sheet = this.get(id);
    if (!sheet?.scratch) return;
    clearTimeout(this.timers.get(id));
    this.timers.set(id, window.setTimeout(() => this.keep(sheet), KEEP_AFTER));
  }

  /** Show what runs where, and which tab is which. */
  render(): void {
    const focused = this.list.contains(document.activeElement);
    const tabs = this.sheets.map((sheet) => this.tab(sheet));
    this.list.replaceChildren(...tabs);
    if (focused) this.list.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
    const scratch = this.active.scratch !== null;
    byId("close-tab").hidden = !scratch;
    byId("into-answer").hidden = !scratch;
    byId("answer-note").hidden = scratch;
    byId("scratch-note").hidden = !scratch;
    byId("editor").setAttribute("aria-labelledby", `editor-tab-${this.active.id}`);
  }

  private tab(sheet: Sheet): HTMLElement {
    const here = sheet === this.active;
    const [tone, word] = stateOf(sheet);
    const dot = word && h("span", { class: `tab-state ${tone}`, title: word, "aria-hidden": "true" });
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `editor-tab-${sheet.id}`,
        class: sheet.scratch ? null : "answer",
        "aria-controls": "editor",
        "aria-selected": String(here),
        tabindex: here ? "0" : "-1",
        "data-tab": sheet.id,
        "aria-label": word ? `${sheet.name}, ${word}` : null,
      },
      sheet.name,
      dot,
    );
  }

  private onClick(event: MouseEvent): void {
    const tab = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tab]") : null;
    const sheet = this.get(tab?.dataset["tab"] ?? "");
    if (sheet) this.show(sheet);
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.sheets.indexOf(this.active);
    const last = this.sheets.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const sheet = to === undefined ? undefined : this.sheets[to];
    if (event.key === "Delete" && this.active.scratch) return this.close(this.active);
    if (!sheet) return;
    event.preventDefault();
    this.show(sheet);
  }

  private close(sheet: Sheet): void {
    if (!sheet.scratch) return;
    const text = this.editor.textOf(sheet.id);
    this.lastClosed = { ...sheet.scratch, text };
    const at = this.sheets.indexOf(sheet);
    this.sheets.splice(at, 1);
    this.show(this.sheets[at] ?? (this.sheets[at - 1] as Sheet));
    clearTimeout(this.timers.get(sheet.id));
    this.scratches.remove(sheet.id);
    this.editor.close(sheet.id);
    this.hooks.closed(sheet);
    if (text.trim()) this.offerBack(sheet.name);
  }

  private offerBack(name: string): void {
    const note = byId("closed-note");
    const back = h("button", { type: "button", class: "button small quiet" }, say("Bring it back"));
    back.addEventListener("click", () => {
      note.hidden = true;
      if (this.lastClosed) this.create(this.lastClosed.text);
    });
    note.replaceChildren(say("%(tab)s was closed.", { tab: name }), " ", back);
    note.hidden = false;
    announce(say("%(tab)s was closed.", { tab: name }));
  }

  private copyIntoAnswer(): void {
    const text = this.editor.selection?.text ?? this.editor.textOf(this.active.id);
    const answer = this.get(ANSWER);
    if (!text.trim() || !answer) return;
    this.show(answer);
    this.editor.append(ANSWER, text);
    this.editor.view.focus();
    announce(say("Copied to the end of the answer; Control Z takes it back."));
  }

  private add(id: string, name: string, scratch: Scratch | null): Sheet {
    const sheet: Sheet = { id, name, scratch, pane: new ResultsPane(this.plans, HINT), running: false, session: null };
    this.sheets.push(sheet);
    return sheet;
  }

  private addScratch(scratch: Scratch): Sheet {
    this.editor.open(scratch.id, scratch.text, scratch.at);
    return this.add(scratch.id, scratch.name, scratch);
  }

  private keep(sheet: Sheet): void {
    if (!sheet.scratch) return;
    sheet.scratch = { ...sheet.scratch, text: this.editor.textOf(sheet.id), at: this.editor.cursorOf(sheet.id) };
    const kept = this.scratches.write(sheet.scratch);
    byId("scratch-note-text").textContent = kept ? say("Kept in this browser only; not handed in.") : say("This browser keeps nothing: copy what you need into the answer.");
  }

  private keepAll(): void {
    for (const sheet of this.sheets) this.keep(sheet);
  }
}

const STATES: Record<string, [tone: string, word: string]> = {
  running: ["running", say("running")],
  in_transaction: ["open", say("in a transaction")],
  failed: ["failed", say("failed transaction")],
};

function stateOf({ running, session }: Sheet): [tone: string, word: string] {
  return STATES[running ? "running" : (session?.state ?? "")] ?? ["", ""];
}
