// The editor of a design answer: Markdown as plain text, with the undo, search and keys of the SQL editor.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, placeholder } from "@codemirror/view";
import { say } from "../words";
import { nonce } from "./editor";
import { phrases } from "./phrases";
import { theme } from "./theme";

export class ProseEditor {
  private readonly view: EditorView;

  constructor(parent: HTMLElement, text: string, onChange: () => void) {
    const extensions = [
      EditorView.cspNonce.of(nonce()),
      EditorView.lineWrapping,
      history(),
      drawSelection(),
      highlightSelectionMatches(),
      search({ top: true }),
      placeholder(say("Write your answer here, in Markdown")),
      phrases,
      // Tab stays the browser's: nobody is held in the text.
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
      theme,
      EditorView.contentAttributes.of({ "aria-label": say("Your answer in Markdown"), spellcheck: "true", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange();
      }),
    ];
    // The first styles need the nonce already now, so it is in the first state.
    this.view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.view.focus();
  }
}
