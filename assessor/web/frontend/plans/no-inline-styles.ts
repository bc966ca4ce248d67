// Imported before pev2: its icons would put their styles into the page, which the policy of the page forbids. They are in
// the bundle (entries/plan-picture.ts).
(window as { FontAwesomeConfig?: object }).FontAwesomeConfig = { autoAddCss: false };
