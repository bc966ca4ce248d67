// The statement at the cursor, found once for each change and set apart from the others.

import { type EditorState, type Extension, Facet, type Range, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { type Statement, statementAt, statementsOf } from "./statements";

/** How a text is split into what runs: statements of SQL, unless another way is given. */
export const splitting = Facet.define<(text: string) => Statement[], (text: string) => Statement[]>({
  combine: (given) => given[0] ?? statementsOf,
});

const all = StateField.define<Statement[]>({
  create: (state) => state.facet(splitting)(state.doc.toString()),
  update: (value, transaction) =>
    transaction.docChanged ? transaction.state.facet(splitting)(transaction.newDoc.toString()) : value,
});

const ground = Decoration.mark({ class: "cm-statement" });
const line = Decoration.line({ class: "cm-statement-line" });

export function statementsIn(state: EditorState): Statement[] {
  return state.field(all);
}

/** What runs where nothing is selected. */
export function currentStatement(state: EditorState): Statement | null {
  return statementAt(state.doc.toString(), state.field(all), state.selection.main.head);
}

function marks(state: EditorState): DecorationSet {
  const found = state.selection.main.empty ? currentStatement(state) : null;
  if (!found || found.from === found.to) return Decoration.none;
  const ranges: Range<Decoration>[] = [];
  const last = state.doc.lineAt(found.to).number;
  for (let number = state.doc.lineAt(found.from).number; number <= last; number += 1) {
    ranges.push(line.range(state.doc.line(number).from));
  }
  // Only where it shares the text with others is the ground coloured.
  if (state.field(all).length > 1) ranges.push(ground.range(found.from, found.to));
  return Decoration.set(ranges, true);
}

const shown = StateField.define<DecorationSet>({
  create: marks,
  update: (value, transaction) => (transaction.docChanged || transaction.selection ? marks(transaction.state) : value),
  provide: (field) => EditorView.decorations.from(field),
});

export const statements: Extension = [all, shown];
