/**
 * The validator: synchronous, for a page, a worker or Node. It needs no network: the WebAssembly and the territory come with
 * it, inside ES modules. Every failure is a thrown `AtlasError`.
 */

export type Kind = "structures" | "services";
export type Format = "json" | "ndjson" | "csv" | "xlsx" | "geojson";
export type Severity = "error" | "warning" | "info";

/** Starts the engine. */
export default function init(): Promise<void>;

export interface ValidatorOptions {
  /** A released version, « 1.0.10 »; told from the file unless given, else the newest. */
  schema?: string;
  /** Told from the file unless given. */
  kind?: Kind;
  /** Told from the bytes unless given. */
  format?: Format;
  /** YYYY-MM-DD: the day that « today » stands for in rules on dates; the current day unless given. */
  today?: string;
  /** Findings kept one by one; all are counted. 10 000 unless given. */
  maxFindings?: number;
}

/** Streams a file in; chunks may be cut anywhere. */
export class Validator {
  constructor(options?: ValidatorOptions);
  /** Ids of the structures that these services belong to: orphans are then told. */
  setStructures(ids: Ids): void;
  push(chunk: Uint8Array): void;
  /** Read so far. */
  readonly counts: { records: number; invalid: number; error: number; warning: number; info: number };
  finish(): Report;
  /** After `finish`: the ids of the structures that the file held. */
  readonly ids?: Ids;
  free(): void;
  /** Released versions. */
  static schemas(): SchemaRelease[];
}

/** Ids of structures that were read. */
export class Ids {
  private constructor();
  free(): void;
}

export interface SchemaRelease {
  version: string;
  kinds: string[];
  /** YYYY-MM-DD */
  released: string;
}

export interface ValidationReport {
  schema: string;
  kind: Kind | "mixed";
  format: string;
  records: number;
  /** Records with at least one error. */
  invalid: number;
  counts: { error: number; warning: number; info: number };
  findings: Finding[];
  /** The same findings by kind, field, code, value and message, with ranges of lines: « 3, 7-12 ». */
  groups: Group[];
  quality?: Quality;
}

export interface Report extends ValidationReport {
  /** Which of these the file has told. */
  detected: { schema: boolean; kind: boolean; format: boolean };
  encoding: "utf-8" | "windows-1252";
  delimiter?: "," | ";" | "\t";
  bytes: number;
  /** A workbook may have both. */
  kinds: Partial<Record<Kind, { records: number; invalid: number }>>;
  /** There are more findings than were kept. */
  truncated: boolean;
  /** The certain corrections, in the order of the file. */
  fixes: Fix[];
}

export interface Finding {
  severity: Severity;
  /** Stable: the official package's name for its own rules. */
  code: string;
  kind: Kind;
  /** From 0. */
  record: number;
  /** From 1; of the sheet, in a workbook. */
  line: number;
  column: number;
  /** Where in the record: `["thematiques", 1]`. */
  loc: (string | number)[];
  /** Cut at 200 characters. */
  value: string | null;
  /** French: what is expected. */
  message: string;
  /** What was probably meant: « Vouliez-vous dire … ? ». */
  suggestion?: string;
  /** The value that the suggestion proposes. */
  proposal?: string;
  excerpt?: { before: string; value: string; after: string };
  /** The record's id. */
  id?: string;
  /** Place in `fixes`. */
  fix?: number;
}

export interface Group {
  kind: string;
  field: string;
  code: string;
  severity: Severity;
  value: string | null;
  message: string;
  lines: string;
  count: number;
  suggestion?: string;
  proposal?: string;
  /** Place of its first finding in `findings`. */
  first: number;
  records: number;
}

/** The official quality score over the valid services. */
export interface Quality {
  score: number;
  criteria: Record<string, number | null>;
  services: number;
  /** What would raise the mean most, greatest first. */
  gains: { criterion: string; points: number; services: number }[];
}

/** A certain correction: bytes `start` to `end` of the file become `replacement`. */
export interface Fix {
  kind: string;
  record: number;
  line: number;
  column: number;
  loc: (string | number)[];
  from: string;
  to: string;
  /** French. */
  why: string;
  start: number;
  end: number;
  replacement: string | Uint8Array;
}

/** A released version in words. */
export function schemaReference(version: string): SchemaReference;
export interface SchemaReference {
  version: string;
  /** YYYY-MM-DD */
  released: string;
  kinds: Record<string, { fields: FieldReference[]; rules: string[] }>;
  vocabularies: Record<string, { value: string; label: string; description: string | null }[]>;
  /** What changed against the release before. */
  changes: string[];
}
export interface FieldReference {
  name: string;
  required: boolean;
  nullable: boolean;
  /** « Texte de 3 à 150 caractères. » */
  rule: string;
  description: string | null;
  vocabulary?: string;
  example: string;
}

/** What is checked beyond the schema. */
export function codes(): CodeDoc[];
export interface CodeDoc {
  code: string;
  severity: string;
  title: string;
  why: string;
  what: string;
  example: string;
}
