// What CodeMirror says by itself: its search panel, its list of completions, its marks.

import { EditorState, type Extension } from "@codemirror/state";
import { say } from "../words";

export const phrases: Extension = EditorState.phrases.of({
  Find: say("Find"),
  Replace: say("Replace"),
  next: say("next"),
  previous: say("previous"),
  all: say("all"),
  "match case": say("match case"),
  regexp: say("regexp"),
  "by word": say("by word"),
  replace: say("replace"),
  "replace all": say("replace all"),
  close: say("close"),
  "current match": say("current match"),
  "on line": say("on line"),
  "replaced match on line $": say("replaced match on line $"),
  "replaced $ matches": say("replaced $ matches"),
  "Selection deleted": say("Selection deleted"),
  "Go to line": say("Go to line"),
  go: say("go"),
  "folded code": say("folded code"),
  unfold: say("unfold"),
  to: say("to"),
  Completions: say("Completions"),
  "Control character": say("Control character"),
  Diagnostics: say("Diagnostics"),
  "No diagnostics": say("No diagnostics"),
});
