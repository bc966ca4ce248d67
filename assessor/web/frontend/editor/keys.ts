// What keys do in the editor; the sheet of keys (templates/components/keys.html) tells the candidate.

import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentWithTab, toggleComment } from "@codemirror/commands";
import { lintKeymap } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { type Extension, Prec } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { announce } from "../dom";
import { say } from "../words";

export type Action = "run" | "runAll" | "explain" | "analyze" | "format" | "submit" | "keys";
export type Actions = Record<Action, () => void>;

const KEYS: [string, Action][] = [
  ["Mod-Enter", "run"],
  ["F5", "run"],
  ["Mod-Shift-Enter", "submit"],
  ["Alt-Enter", "runAll"],
  ["F7", "explain"],
  ["Shift-F7", "analyze"],
  ["Mod-Shift-f", "format"],
  ["F1", "keys"],
];
const UNTIL_ANOTHER_KEY = 600_000;

/** Esc makes Tab leave the editor; any other key takes that back. */
function letTabLeave(view: EditorView): boolean {
  view.setTabFocusMode(UNTIL_ANOTHER_KEY);
  announce(say("Tab now leaves the editor."));
  return true;
}

export function editorKeys(actions: Actions): Extension {
  const own = KEYS.map(([key, action]) => ({ key, run: () => (actions[action](), true), preventDefault: true }));
  return [
    Prec.highest(keymap.of([...own, { key: "Mod-/", run: toggleComment, preventDefault: true }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      // After those: Esc first closes a list of completions or the search panel.
      { key: "Escape", run: letTabLeave },
      ...defaultKeymap,
      indentWithTab,
    ]),
  ];
}
