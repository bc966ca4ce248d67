// The SQL editor: one view, and for each tab a text with its own undo, cursor, marks and scroll position.

import { autocompletion, closeBrackets } from "@codemirror/autocomplete";
import { history } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, search } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type StateEffect, type TransactionSpec } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLineGutter,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { type CompletedTable, language } from "./completion";
import { currentStatement, splitting, statements, statementsIn } from "./current";
import { type Actions, editorKeys } from "./keys";
import { phrases } from "./phrases";
import { sectionsOf, withHead } from "./sections";
import { theme } from "./theme";
import { say } from "../words";

export interface EditorHooks extends Actions {
  onChange: (tab: string, text: string) => void;
  /** The cursor moved, or what is selected. */
  onMove: () => void;
}

/** What runs, and where it begins in the text of the tab; null if it does not come from there. */
export interface Part {
  text: string;
  from: number | null;
}

const LABEL = say("SQL editor. Control Enter runs, Escape and then Tab leaves the editor, F1 tells the keys.");
const RUNBOOK_LABEL = say("Runbook editor. Control Enter runs, Escape and then Tab leaves the editor, F1 tells the keys.");

export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

export class SqlEditor {
  readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly scrolls = new Map<string, StateEffect<unknown>>();
  private readonly sql = new Compartment();
  private readonly vim = new Compartment();
  private language: Extension;
  private vimKeys: Extension = [];
  private tab = "";

  constructor(
    parent: HTMLElement,
    tables: readonly CompletedTable[],
    private readonly hooks: EditorHooks,
    private readonly runbook = false,
  ) {
    this.language = this.languageOf(tables);
    // The first styles are put in already now, and need the nonce.
    this.view = new EditorView({ parent, state: EditorState.create({ extensions: EditorView.cspNonce.of(nonce()) }) });
  }

  /** Make a tab's text; the cursor goes to its end, or where it was. */
  open(tab: string, text: string, at = text.length): void {
    const head = Math.min(at, text.length);
    this.states.set(tab, EditorState.create({ doc: text, selection: { anchor: head }, extensions: this.extensions() }));
  }

  close(tab: string): void {
    this.states.delete(tab);
    this.scrolls.delete(tab);
  }

  show(tab: string): void {
    const state = this.states.get(tab);
    if (!state || tab === this.tab) return;
    if (this.tab && this.states.has(this.tab)) {
      this.states.set(this.tab, this.view.state);
      this.scrolls.set(this.tab, this.view.scrollSnapshot());
    }
    this.tab = tab;
    this.view.setState(state);
    const scroll = this.scrolls.get(tab);
    this.view.dispatch({ effects: [...this.configuration(), ...(scroll ? [scroll] : [])] });
    this.hooks.onMove();
  }

  textOf(tab: string): string {
    return this.stateOf(tab)?.doc.toString() ?? "";
  }

  cursorOf(tab: string): number {
    return this.stateOf(tab)?.selection.main.head ?? 0;
  }

  setText(tab: string, text: string): void {
    const length = this.stateOf(tab)?.doc.length ?? 0;
    this.change(tab, { changes: { from: 0, to: length, insert: text }, scrollIntoView: true });
  }

  /** Put text in the place of what is selected, and go on writing behind it. */
  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.view.focus();
  }

  append(tab: string, text: string): void {
    const end = this.textOf(tab);
    const gap = !end.trim() ? "" : end.endsWith("\n") ? "\n" : "\n\n";
    this.change(tab, { changes: { from: end.length, insert: gap + text }, userEvent: "input.paste" });
  }

  /** What is selected, or null. */
  get selection(): Part | null {
    const { from, to } = this.view.state.selection.main;
    const text = this.view.state.sliceDoc(from, to);
    if (!text.trim()) return null;
    return this.runbook ? { text: withHead(this.view.state.doc.toString(), text, from), from: null } : { text, from };
  }

  get statement(): Part | null {
    const found = currentStatement(this.view.state);
    return found && { text: this.view.state.sliceDoc(found.from, found.to), from: found.from };
  }

  get statementCount(): number {
    return statementsIn(this.view.state).length;
  }

  /** "line:column" of an offset, both from 1. */
  lineColumn(tab: string, offset: number): { line: number; column: number } {
    const doc = this.stateOf(tab)?.doc;
    if (!doc) return { line: 1, column: 1 };
    const line = doc.lineAt(Math.min(offset, doc.length));
    return { line: line.number, column: offset - line.from + 1 };
  }

  /** Underline the word at an offset. */
  mark(tab: string, offset: number, message: string): void {
    const state = this.stateOf(tab);
    if (!state) return;
    const at = Math.min(offset, Math.max(0, state.doc.length - 1));
    const word = state.wordAt(at);
    const to = word && word.from <= at ? word.to : Math.min(at + 1, state.doc.length);
    const found: Diagnostic = { from: at, to, severity: "error", message };
    this.change(tab, setDiagnostics(state, [found]));
  }

  clearMarks(tab: string): void {
    const state = this.stateOf(tab);
    if (state) this.change(tab, setDiagnostics(state, []));
  }

  jump(offset: number): void {
    this.view.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: "center" }) });
    this.view.focus();
  }

  find(): void {
    openSearchPanel(this.view);
  }

  /** Lay out what is selected, or everything. */
  async format(): Promise<void> {
    const { formatSql } = await import("./format");
    const { from, to } = this.view.state.selection.main;
    const span = from === to ? { from: 0, to: this.view.state.doc.length } : { from, to };
    const before = this.view.state.sliceDoc(span.from, span.to);
    const text = formatSql(before);
    if (text !== before && this.view.state.sliceDoc(span.from, span.to) === before) {
      this.view.dispatch({ changes: { ...span, insert: text }, userEvent: "input.format" });
    }
  }

  setTables(tables: readonly CompletedTable[]): void {
    this.language = this.languageOf(tables);
    this.view.dispatch({ effects: this.sql.reconfigure(this.language) });
  }

  private languageOf(tables: readonly CompletedTable[]): Extension {
    return this.runbook ? splitting.of(sectionsOf) : language(tables);
  }

  async setVim(on: boolean): Promise<void> {
    this.vimKeys = on ? (await import("@replit/codemirror-vim")).vim({ status: true }) : [];
    this.view.dispatch({ effects: this.vim.reconfigure(this.vimKeys) });
  }

  private stateOf(tab: string): EditorState | undefined {
    return tab === this.tab ? this.view.state : this.states.get(tab);
  }

  /** Change a tab's text whether it is shown or not. */
  private change(tab: string, spec: TransactionSpec): void {
    if (tab === this.tab) return this.view.dispatch(spec);
    const state = this.states.get(tab);
    if (!state) return;
    const transaction = state.update(spec);
    this.states.set(tab, transaction.state);
    if (transaction.docChanged) this.hooks.onChange(tab, transaction.newDoc.toString());
  }

  private configuration(): StateEffect<unknown>[] {
    return [this.sql.reconfigure(this.language), this.vim.reconfigure(this.vimKeys)];
  }

  private extensions(): Extension[] {
    return [
      EditorView.cspNonce.of(nonce()),
      this.vim.of(this.vimKeys),
      lineNumbers(),
      EditorView.lineWrapping,
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ icons: false }),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      placeholder(this.runbook ? say("Write your runbook here") : say("Write your SQL here")),
      phrases,
      statements,
      this.sql.of(this.language),
      editorKeys(this.hooks),
      theme,
      EditorView.contentAttributes.of({
        "aria-label": this.runbook ? RUNBOOK_LABEL : LABEL,
        spellcheck: "false",
        autocapitalize: "off",
        // Focusable it is anyway; said aloud for checkers that look for the attribute.
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.hooks.onChange(this.tab, update.state.doc.toString());
        if (update.docChanged || update.selectionSet) this.hooks.onMove();
      }),
    ];
  }
}
