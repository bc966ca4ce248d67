// The SQL editor.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { theme } from "./theme";
import type { WorkbenchData } from "./types";

export interface EditorHooks {
  onChange: (text: string) => void;
  onRun: () => void;
  /** Esc was pressed: Tab must be able to leave, so the focus goes to what comes next. */
  onLeave: () => void;
}

/** A part of the text: what runs, and where it begins. */
export interface Part {
  text: string;
  from: number;
}

function schemaOf(tables: WorkbenchData["tables"]): Record<string, { label: string; detail: string; type: string }[]> {
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      columns.map(([label, detail]) => ({ label, detail, type: "property" })),
    ]),
  );
}

function keys(hooks: EditorHooks): Extension {
  const run = () => (hooks.onRun(), true);
  const leave = () => (hooks.onLeave(), true);
  return [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run, preventDefault: true }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      // After those: Esc first closes a list of completions or the search panel, and then leaves.
      { key: "Escape", run: leave },
      ...defaultKeymap,
      indentWithTab,
    ]),
  ];
}

export class SqlEditor {
  readonly view: EditorView;

  constructor(parent: HTMLElement, text: string, tables: WorkbenchData["tables"], hooks: EditorHooks) {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
    const extensions: Extension[] = [
      EditorView.cspNonce.of(nonce),
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ icons: false }),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      placeholder("Write your SQL here"),
      sql({ dialect: PostgreSQL, schema: schemaOf(tables), upperCaseKeywords: false }),
      keys(hooks),
      theme,
      EditorView.contentAttributes.of({
        "aria-label": "SQL editor. Control Enter runs, Escape leaves the editor.",
        spellcheck: "false",
        autocapitalize: "off",
        // Focusable it is anyway; said aloud for checkers that look for the attribute.
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) hooks.onChange(update.state.doc.toString());
      }),
    ];
    this.view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** The selection if there is one, else everything. */
  get part(): Part {
    const { from, to } = this.view.state.selection.main;
    const all = this.text;
    return from === to || !all.slice(from, to).trim() ? { text: all, from: 0 } : { text: all.slice(from, to), from };
  }

  get hasSelection(): boolean {
    return this.part.text !== this.text;
  }

  /** "line:column" of an offset, both from 1. */
  lineColumn(offset: number): { line: number; column: number } {
    const line = this.view.state.doc.lineAt(Math.min(offset, this.view.state.doc.length));
    return { line: line.number, column: offset - line.from + 1 };
  }

  /** Underline the word at an offset. */
  mark(offset: number, message: string): void {
    const at = Math.min(offset, Math.max(0, this.view.state.doc.length - 1));
    const word = this.view.state.wordAt(at);
    const to = word && word.from <= at ? word.to : Math.min(at + 1, this.view.state.doc.length);
    const found: Diagnostic = { from: at, to, severity: "error", message };
    this.view.dispatch(setDiagnostics(this.view.state, [found]));
  }

  clearMarks(): void {
    this.view.dispatch(setDiagnostics(this.view.state, []));
  }

  jump(offset: number): void {
    this.view.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: "center" }) });
    this.view.focus();
  }
}
