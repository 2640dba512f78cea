// The public promise, whole: what check.ts holds the package's own declarations against. Parts that aren't built yet are left out there.

/**
 * The public promise of the npm package `inclusion-atlas` (built into dist/pkg/).
 *
 * Two layers, both ES modules, no bundler needed, no request to anyone but the files named by the caller:
 *   dist/pkg/engine.js            the raw WebAssembly module (wasm-bindgen --target web): synchronous, works in a
 *                                 page, in a worker and in Node. Everything below marked [engine].
 *   dist/pkg/inclusion-atlas.js   what a page imports: the same engine behind a Web Worker (main-thread fallback),
 *                                 asynchronous, plus the custom elements. Everything below marked [client].
 *
 * Names. Methods and options of our own are camelCase. Query parameters and result fields are the ones of the
 * data.inclusion API (v1), letter for letter, so that a page written for that API moves over by changing one call:
 * `code_commune`, `lat`, `lon`, `thematiques`, `frais`, `modes_accueil`, `publics`, `recherche_public`, `types`,
 * `sources`, `score_qualite_minimum`, `exclure_doublons`, `q`, `distance`, `page`, `size`, `code_region`, ...
 * Longitudes and latitudes are WGS 84 degrees, distances kilometres, dates `YYYY-MM-DD`.
 *
 * Failure. Every failure is a thrown `AtlasError` (rejected promise in [client]); never null, never an empty list.
 */

export type AtlasErrorCode =
  | "load" // the WebAssembly or a worker could not start
  | "fetch" // a file could not be read
  | "format" // the bytes are not what they should be (truncated, not JSON, a pack of another version...)
  | "query" // a parameter is unknown or has a bad value
  | "aborted";
export class AtlasError extends Error {
  readonly code: AtlasErrorCode;
  /** For 'query': the parameter. For 'format': where in the file. */
  readonly field?: string;
  readonly byteOffset?: number;
  readonly line?: number;
  readonly column?: number;
}

// ---------------------------------------------------------------- [engine]

/** Instantiate the module. Accepts what wasm-bindgen's `web` target accepts: URL, Response, Module, bytes. */
export default function init(input?: { module_or_path: unknown }): Promise<unknown>;

/** Communes, arrondissements, EPCI, départements, régions: dist/pkg/territory.bin, built from data/territory/. */
export class Territory {
  constructor(bytes: Uint8Array);
  /** Type-ahead over names, postal codes and INSEE codes; accents, case, hyphens and « St » forgiven; no network. */
  suggestPlaces(text: string, limit?: number): Place[];
  free(): void;
}

/** Streams the published files in; chunks may be cut anywhere, even inside a UTF-8 sequence or a number. */
export class AtlasBuilder {
  constructor(territory: Territory);
  pushStructures(chunk: Uint8Array): void;
  pushServices(chunk: Uint8Array): void;
  /** Records read so far. */
  readonly counts: { structures: number; services: number };
  /** Consumes the builder. Throws AtlasError('format') when a file was cut short. */
  finish(): Atlas;
}

export class Atlas {
  readonly counts: { structures: number; services: number; sources: number };

  /** GET /api/v1/search/services */
  searchServices(params?: SearchServicesParams): Page<ServiceSearchResult>;
  /** GET /api/v1/search */
  search(params?: SearchParams): Page<SearchResult>;
  /** GET /api/v1/services */
  listServices(params?: ListServicesParams): Page<Service>;
  /** GET /api/v1/structures */
  listStructures(params?: ListStructuresParams): Page<ListedStructure>;
  /** GET /api/v1/services/{id}; throws AtlasError('query') when there is none. */
  retrieveService(id: string): DetailedService;
  /** GET /api/v1/structures/{id} */
  retrieveStructure(id: string): DetailedStructure;

  /** The structures that describe the same real one, best first, with what ties them. */
  representations(structureId: string): Representation[];

  /** Clusters and points of a search inside a map window, for a caller that draws by itself. */
  clusters(
    params: SearchServicesParams,
    view: { bbox: [west: number, south: number, east: number, north: number]; zoom: number },
  ): Cluster[];

  /** One self-contained binary file; `Atlas.fromPack(atlas.toPack())` answers every query alike. */
  toPack(): Uint8Array;
  static fromPack(bytes: Uint8Array, territory: Territory): Atlas;
  free(): void;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
  pages: number;
  facets?: Facets;
  /** With 'atlas' rules: how many records a rule set aside, by rule ('score_qualite_minimum', 'exclure_doublons'...). */ ecartes?: Record<
    string,
    number
  >;
}
/** For each facet the number of results each value would give, the facet's own filter set aside. */
export type Facets = Record<
  | "thematiques"
  | "categories"
  | "publics"
  | "frais"
  | "types"
  | "modes_accueil"
  | "sources"
  | "modes_mobilisation"
  | "mobilisable_par"
  | "reseaux_porteurs",
  Record<string, number>
>;

interface Paging {
  page?: number;
  size?: number;
}
interface Rules {
  /**
   * 'api' (default): the API's rules to the letter, so that a page moved over from it shows the same.
   * 'atlas': what people expect, each difference written down in docs/differences.md: a commune's own services are in, with or
   * without coordinates and however far from its centre; a zone on a commune holds for its arrondissements and former communes and
   * the reverse, a zone that names all départements of a région is that région; a negation excludes; text finds services that state no
   * thématique or public. The site asks with 'atlas'.
   */
  regles?: "api" | "atlas";
}
interface ServiceFilters {
  sources?: string[];
  thematiques?: string[] /* a category slug stands for all of its thématiques */;
  frais?: string[];
  modes_accueil?: string[];
  publics?: string[];
  recherche_public?: string;
  types?: string[];
  score_qualite_minimum?: number;
}
/** What the API has not; off unless given. */
interface Extras {
  /** Kilometres, default 50 as in the API. */
  rayon_km?: number;
  q?: string;
  modes_mobilisation?: string[];
  mobilisable_par?: string[];
  reseaux_porteurs?: string[];
  /** ISO 8601 local instant at the place of the service: open then (horaires_accueil, public holidays). */
  ouvert_le?: string;
  maj_depuis?: string;
  /** 'exclus' | 'inclus' | 'seuls': services à distance. Default as in the API: 'inclus'. */
  a_distance?: "inclus" | "exclus" | "seuls";
  bbox?: [number, number, number, number];
  /** Default 'distance' (the API's order); every order is total: ties end on id. */
  tri?: "distance" | "pertinence" | "date_maj" | "nom" | "score_qualite";
  facettes?: boolean;
  /** Adds `explication` to each item: in range, zone, publics stated or not... */
  explication?: boolean;
}
export interface SearchServicesParams extends Paging, Rules, ServiceFilters, Extras {
  code_commune?: string;
  lat?: number;
  lon?: number;
  exclure_doublons?: boolean;
}
export interface SearchParams extends Paging, Rules, Omit<ServiceFilters, "recherche_public"> {
  q?: string;
  code_commune?: string;
  code_region?: string;
  slug_region?: string;
  code_departement?: string;
  slug_departement?: string;
  lat?: number;
  lon?: number;
  distance?: number;
}
export interface ListServicesParams extends Paging, Rules, ServiceFilters {
  code_region?: string;
  slug_region?: string;
  code_departement?: string;
  slug_departement?: string;
  code_commune?: string;
}
export interface ListStructuresParams extends Paging {
  sources?: string[];
  reseaux_porteurs?: string[];
  code_region?: string;
  slug_region?: string;
  code_departement?: string;
  slug_departement?: string;
  code_commune?: string;
  exclure_doublons?: boolean;
}

/** Every field of the published record, names and types of schema v1; `date_maj` as `YYYY-MM-DD`. */
export interface Service {
  id: string;
  source: string;
  structure_id: string;
  nom: string;
  description: string | null;
  date_maj: string | null;
  score_qualite: number | null;
  [field: string]: unknown;
}
export interface Structure {
  id: string;
  source: string;
  nom: string;
  siret: string | null;
  date_maj: string | null;
  [field: string]: unknown;
}
export interface DetailedService extends Service {
  structure: Structure;
}
export interface ListedStructure extends Structure {
  doublons: { source: string; id: string }[];
}
export interface DetailedStructure extends Structure {
  services: Service[];
  doublons: Structure[];
}
export interface ServiceSearchResult {
  service: DetailedService;
  distance: number | null;
  explication?: string[];
}
export interface SearchResult {
  service: DetailedService;
  distance: number | null;
  score_recherche: number | null;
}
export interface Place {
  type:
    | "commune"
    | "arrondissement"
    | "deleguee" /* or associée: part of commune `parent` */
    | "epci"
    | "departement"
    | "region";
  code: string;
  nom: string;
  codes_postaux: string[];
  lon: number;
  lat: number;
  population: number | null;
  parent?: string;
}
export interface Representation {
  structure: Structure;
  liens: ("siret" | "cluster_id" | "nom" | "adresse" | "telephone" | "courriel" | "site_web")[];
  score: number;
  meilleure: boolean;
}
export interface Cluster {
  lon: number;
  lat: number;
  count: number;
  /** Present when the cluster is one place: all of its services. */ service_ids?: string[];
}

/**
 * Validates a producer's file against a released version of the schema. Streams; holds no more than the findings.
 * Findings agree, one for one, with the official Python package of that version (its errors' `type` and `loc`).
 */
export class Validator {
  constructor(
    options?: {
      /** A released version, e.g. '1.0.10', '0.27.0', '2022-04-26'; default: told from the file, else the newest. */
      schema?: string;
      kind?: "structures" | "services"; // default: told from the file
      format?: "json" | "ndjson" | "csv" | "xlsx" | "geojson"; // default: told from the bytes
      /** The day "today" stands for in the date rules, YYYY-MM-DD; default: the current day. */
      today?: string;
      /** Findings kept one by one; all are counted. Default 10 000. */
      maxFindings?: number;
    },
    territory?: Territory,
  ); /* without it, codes are checked for their form only */
  push(chunk: Uint8Array): void;
  finish(): ValidationReport;
  static schemas(): { version: string; kinds: string[]; released: string }[];
}
export interface ValidationReport {
  schema: string;
  kind: "structures" | "services" | "mixed";
  format: string;
  records: number;
  invalid: number; // invalid: records with at least one 'error'
  counts: { error: number; warning: number; info: number };
  findings: Finding[];
  /** The same findings grouped by (kind, field, code, value, message) with line ranges, e.g. "3, 7-12". */
  groups: {
    kind: string;
    field: string;
    code: string;
    severity: Severity;
    value: string | null;
    message: string;
    lines: string;
    count: number;
  }[];
  /** Mean of the official quality score over the valid services, and per criterion. */
  quality?: { score: number; criteria: Record<string, number | null> };
}
export type Severity = "error" | "warning" | "info";
export interface Finding {
  severity: Severity;
  /** Stable. For schema rules, pydantic's error type: 'missing', 'string_too_short', 'enum', 'date_from_datetime_parsing', 'avertissement', ... Ours beyond the schema: 'unknown_commune', 'duplicate_id', 'orphan_service', ... */
  code: string;
  kind: "structures" | "services";
  record: number; // 0-based
  line: number;
  column: number; // 1-based, in the file; for XLSX the row and column of the sheet
  /** JSON path inside the record, as pydantic's `loc`: ['thematiques', 1]. */
  loc: (string | number)[];
  value: string | null; // cut at 200 characters
  message: string; // French, says what is expected
  suggestion?: string; // 'Vouliez-vous dire …'
}

// ---------------------------------------------------------------- [client]

export type Source = string | URL | Blob | Response | ReadableStream<Uint8Array> | Uint8Array;
export interface Progress {
  phase: "download" | "read" | "index";
  loadedBytes: number;
  totalBytes?: number;
  records: number;
}
export interface OpenOptions {
  /** Either the two published files, or `pack`: the folder made by `inclusion-atlas pack`, of which only what a search needs is fetched. */
  structures?: Source;
  services?: Source;
  pack?: string | URL;
  onProgress?(p: Progress): void;
  signal?: AbortSignal;
  worker?: boolean;
}
/** The engine's methods, each returning a promise. */
export type AsyncAtlas = {
  [K in Exclude<keyof Atlas, "counts" | "free" | "toPack">]: Atlas[K] extends (...a: infer A) => infer R
    ? (...a: A) => Promise<R>
    : never;
} & { counts: Atlas["counts"]; suggestPlaces(text: string, limit?: number): Promise<Place[]>; close(): void };
export function openAtlas(options: OpenOptions): Promise<AsyncAtlas>;
export function validateFile(
  file: Source,
  options?: ConstructorParameters<typeof Validator>[0] & {
    onProgress?(p: Progress): void;
    signal?: AbortSignal;
  },
): Promise<ValidationReport>;

/**
 * Custom elements, defined by importing the module. Attributes are the query parameters with hyphens:
 *   <inclusion-atlas pack="/data/" code-commune="35238" thematiques="mobilite,numerique" rayon-km="20"></inclusion-atlas>
 *   <inclusion-valideur></inclusion-valideur>
 * They fire `atlas-search`, `atlas-select` and `atlas-error` (bubbling, composed, with a typed `detail`).
 */
