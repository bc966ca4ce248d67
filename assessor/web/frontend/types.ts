// What the server sends; assessor/web/candidate/states.py writes it.

export interface Status {
  state: string;
  sandboxes_ready: boolean;
  sandboxes_failed: boolean;
  queue: QueuePlace | null;
  servers: Record<string, string | null>;
  news: Record<string, { at: string; text: string }>;
  seconds_left: number;
  /** Of challenges with a time of their own that were begun. */
  challenges_left: Record<string, number>;
  on_break: boolean;
  break_left: number;
  /** Seconds that were given back or added so far. */
  credited: number;
  extended: number;
  server_time: string;
}

export interface QueuePlace {
  position: number;
  seconds: number;
}

export interface Receipt {
  receipt: string;
  submitted_at: string;
  /** Where to keep it from. */
  url: string;
}

export interface SavedDraft {
  revision: number;
  saved_at: string | null;
}

export interface WorkbenchData {
  attempt: string;
  slug: string;
  state: string;
  urls: { run: string; draft: string; submit: string; result: string; reset: string; schema: string; signals: string; sessions: string; status: string; present: string; home: string; preview: string; live: string };
  /** Whether the text is a runbook: sections of shell scripts instead of statements of SQL. */
  runbook: boolean;
  practice: boolean;
  seconds_left: number;
  draft: SavedDraft & { text: string };
  submission: Receipt | null;
  tables: { name: string; columns: [string, string][] }[];
}

export interface ResultColumn {
  name: string;
  type: string;
  numeric: boolean;
}

export interface ResultSet {
  columns: ResultColumn[];
  rows: (string | null)[][];
  row_count: number;
  truncated: boolean;
  command: string;
  cells_cut?: boolean;
}

export interface SqlError {
  sqlstate: string;
  message: string;
  detail: string | null;
  hint: string | null;
  position: number | null;
}

/** How a text is run. */
export type Mode = "run" | "explain" | "analyze";

/** The session of a tab after a run. */
export interface SessionInfo {
  state: "idle" | "in_transaction" | "failed" | "running" | "ended";
  /** Whether the run began a new session. */
  fresh: boolean;
  /** Why the session is over, as a sentence. */
  ended: string | null;
}

export interface RunResult {
  outcome: "ok" | "error" | "timed_out" | "interrupted";
  results: ResultSet[];
  error: SqlError | null;
  notices: string[];
  duration_ms: number;
  message: string;
  results_omitted: number;
  notices_omitted: number;
  session?: SessionInfo;
  /** What EXPLAIN (FORMAT JSON) gave, where a plan was asked for. */
  plan?: unknown;
}

/** What is in the candidate's database; sandbox/schema.py makes it. */
export interface Schema {
  tables: SchemaTable[];
  functions: { name: string; arguments: string; result: string | null; language: string; kind: string }[];
}

export interface SchemaColumn {
  name: string;
  type: string;
  nullable: boolean;
  primary_key: boolean;
  default: string | null;
  generated: string;
}

export interface SchemaTable {
  name: string;
  kind: string;
  columns: SchemaColumn[];
  indexes: string[];
  foreign_keys: { name: string; columns: string[]; table: string; referenced: string[]; definition: string }[];
  row_count: number | null;
  row_count_exact: boolean;
  checks: string[];
  uniques: string[];
  sample: (string | null)[][] | null;
}

export interface CheckOutcome {
  title: string;
  verdict: "passed" | "failed" | "could-not-grade";
  points: number;
  max_points: number;
  message: string;
}

export interface PracticeResult {
  status: "none" | "grading" | "done" | "failed";
  score: number | null;
  outcomes: CheckOutcome[];
}
