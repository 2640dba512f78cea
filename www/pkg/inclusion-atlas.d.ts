/**
 * What a page imports: the engine behind a Web Worker, or in the page itself where no worker can start.
 *
 * Every failure is a promise rejected with an `AtlasError`. Nothing is asked of anyone but the files that the caller names
 * and the package's own.
 */

import type { Atlas, Hours, Marker, Openings, Palette, Place, SearchServicesParams, View } from "./engine.js";

import type { Report, Severity, ValidatorOptions } from "./validation-engine.js";

export { AtlasError } from "./engine.js";
export type * from "./engine.js";
export type {
  CodeDoc,
  FieldReference,
  Finding,
  Fix,
  Group,
  Kind,
  Quality,
  Report,
  SchemaReference,
  SchemaRelease,
  Severity,
  ValidationReport,
  ValidatorOptions,
} from "./validation-engine.js";

export type Source = string | URL | Blob | Response | ReadableStream<Uint8Array> | Uint8Array;
export interface Progress {
  phase: "download" | "read" | "index";
  loadedBytes: number;
  /** Absent when a host doesn't tell. */
  totalBytes?: number;
  records: number;
}
export interface OpenOptions {
  structures?: Source;
  services?: Source;
  /** In their place: the folder that `inclusion-atlas pack` makes, of which only what a question needs is fetched. */
  pack?: string | URL;
  /**
   * False: what a pack's `searchServices` shows comes without long fields (`description`, `conditions_acces`…), which are
   * absent then, not null. `searchServicesInFull`, `retrieveService` and `retrieveStructure` have them. True unless given.
   */
  texts?: boolean;
  /** True: of a pack's files the copies that gzip made are fetched, for a host that compresses nothing itself. */
  gzip?: boolean;
  /** In the place of all these: what an engine has kept on the device under this name. */
  kept?: string;
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
  /** False: in the page itself. */
  worker?: boolean;
}

/** What an atlas is asked. */
export type Question = Exclude<keyof Atlas, "counts" | "free" | "toPack" | "onMap" | "missing" | "give">;
/** The engine's methods, each returning a promise. */
export type AsyncAtlas = {
  [K in Question]: Atlas[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never;
} & {
  counts: Atlas["counts"];
  publication(): Promise<Publication>;
  /** Asks a pack's host for the publication that it has by now; undefined when it is the one that is open, or can't be had. */
  newPublication(): Promise<{ date: string | null } | undefined>;
  suggestPlaces(text: string, limit?: number): Promise<Place[]>;
  openings(places: Hours[], at: string): Promise<Openings[]>;
  close(): void;
};
/** What answers come from. Where the host of a pack takes its files away for new ones, it changes between two questions. */
export interface Publication {
  counts: Atlas["counts"];
  /** The day of the data, `YYYY-MM-DD`, where a pack tells it. */
  date: string | null;
  /** The host of a pack didn't answer: this is the publication that the device has kept. */
  kept: boolean;
  /** Another for each publication opened. */
  number: number;
}
export function openAtlas(options: OpenOptions): Promise<AsyncAtlas>;

/** A map in a page. It shows the atlas that was opened last. */
export interface AsyncMap {
  setPalette(colours: Palette): Promise<void>;
  /** Without parameters nothing is shown. */
  setSearch(params?: SearchServicesParams, about?: About): Promise<Placed>;
  setHighlight(id?: string): Promise<void>;
  /** Reads the communes of a département that a description wants. */
  readCommunes(departement: string): Promise<void>;
  /** Draws a view and describes it; with `moving`, because another follows at once, only draws it. */
  draw(view: View, moving?: false): Promise<Description>;
  draw(view: View, moving: boolean): Promise<Description | undefined>;
}
/** The engine before there is data: places can be suggested, a map shown, files opened. */
export interface Engine {
  suggestPlaces(text: string, limit?: number): Promise<Place[]>;
  openings(places: Hours[], at: string): Promise<Openings[]>;
  open(options: OpenOptions): Promise<AsyncAtlas>;
  /**
   * Keeps what is open, whole, on the device under a name, where there is twice the room for it and it is allowed. `of` is what
   * `kept` then tells of it.
   */
  keep(name: string, of: string): Promise<boolean>;
  /** Since when (ISO 8601) and what `open({ kept: name })` would open; undefined when there is nothing. */
  kept(name: string): Promise<{ since: string; of: string } | undefined>;
  forget(name: string): Promise<void>;
  /** Whether what is kept was read from files that have another content at their addresses by now, as far as hosts tell. */
  changed(name: string, addresses: { structures: string; services: string }): Promise<boolean>;
  map(canvas: HTMLCanvasElement): Promise<AsyncMap>;
  close(): void;
}
export function startEngine(options?: {
  worker?: boolean;
  signal?: AbortSignal;
  /** A pack's folder that will be opened: its manifest is fetched while the engine starts. */
  pack?: string | URL | Promise<string | URL | undefined>;
}): Promise<Engine>;

export interface ValidationProgress extends Progress, Record<Severity, number> {
  /** Records with at least one error so far. */
  invalid: number;
}
export interface ValidationOptions extends ValidatorOptions {
  onProgress?(progress: ValidationProgress): void;
  signal?: AbortSignal;
  /** False: in the page itself. */
  worker?: boolean;
}
/** Validates a producer's file against a released version of the schema. Nothing of it leaves the page. */
export function validateFile(file: Source, options?: ValidationOptions): Promise<Report>;
