/**
 * The engine: synchronous, for a page, a worker or Node.
 *
 * Query parameters and result fields are those of the data·inclusion API v1, letter for letter. Longitudes and latitudes
 * are WGS 84 degrees, distances kilometres, dates `YYYY-MM-DD`. Every failure is a thrown `AtlasError`; never null, never
 * an empty list.
 */

export type AtlasErrorCode =
  | "load" // the WebAssembly, a worker or one of the package's own files can't be used
  | "fetch" // a file could not be read
  | "format" // the bytes are not what they should be
  | "query" // a parameter is unknown or has a bad value
  | "aborted";

export class AtlasError extends Error {
  constructor(
    code: AtlasErrorCode,
    message: string,
    place?: {
      field?: string;
      byteOffset?: number;
      line?: number;
      column?: number;
    },
  );
  readonly code: AtlasErrorCode;
  /** For 'query': the parameter. For 'format' and 'fetch': the file, 'structures' or 'services'. */
  readonly field?: string;
  /** Bytes before the fault. */
  readonly byteOffset?: number;
  /** From 1. */
  readonly line?: number;
  /** From 1, in bytes of the line. */
  readonly column?: number;
}

/** Instantiates the module. Accepts what wasm-bindgen's `web` target accepts: URL, Response, Module, bytes. */
export default function init(input?: { module_or_path: unknown }): Promise<any>;

/** Communes, arrondissements, EPCI, départements, régions: made from `territory.bin`, beside this file. */
export class Territory {
  constructor(bytes: Uint8Array);
  /**
   * Type-ahead over names, postal codes and INSEE codes; accents, case, hyphens, articles and « St » forgiven. Ten places
   * unless `limit` is given.
   */
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
  /**
   * Consumes the builder. Throws AtlasError('format') when a file was cut short or empty. A file of which nothing was
   * pushed, not even an empty chunk, counts as not given.
   */
  finish(): Atlas;
  free(): void;
}

export class Atlas {
  readonly counts: { structures: number; services: number; sources: number };
  /** GET /api/v1/search/services */
  searchServices(params?: SearchServicesParams): Page<ServiceSearchResult>;
  /** GET /api/v1/services/{id}; throws AtlasError('query') when there is none. */
  retrieveService(id: string): DetailedService;
  /** GET /api/v1/structures/{id}; throws AtlasError('query') when there is none. */
  retrieveStructure(id: string): DetailedStructure;
  free(): void;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  /** Items on this page. */
  size: number;
  pages: number;
}

export interface SearchServicesParams {
  /** Any code there is or was; one that has gone leads to its successor. */
  code_commune?: string;
  /** With `lon`. Without `code_commune`, the zone is that of the nearest commune. */
  lat?: number;
  lon?: number;
  /** Kilometres, 50 unless given. */
  rayon_km?: number;
  /** A category stands for all of its thématiques. */
  thematiques?: string[];
  modes_accueil?: string[];
  /** From 1. */
  page?: number;
  /** 5 000 unless given, 10 000 at most. */
  size?: number;
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
/** `structure` is null for a service whose structure isn't in the published file. */
export interface DetailedService extends Service {
  structure: Structure | null;
}
/** `doublons`: structures of the same `_cluster_id`, a column that the published files don't have. */
export interface DetailedStructure extends Structure {
  services: Service[];
  doublons: Structure[];
}
export interface ServiceSearchResult {
  service: DetailedService;
  /** Whole kilometres, for services `en-presentiel` within the radius; else null. */
  distance: number | null;
}

export interface Place {
  type: "commune" | "arrondissement" | "deleguee" | "epci" | "departement" | "region";
  code: string;
  nom: string;
  codes_postaux: string[];
  lon: number;
  lat: number;
  population: number | null;
  /** Of an arrondissement, a commune déléguée or associée: the commune that it is a part of. */
  parent?: string;
}

/** Colours of the map, `#rrggbb`. */
export type Palette = Partial<
  Record<"land" | "water" | "border" | "label" | "accent" | "accent_ink" | "mark" | "surface" | "ink", string>
>;
/** What a map shows: its centre, its zoom (256 px for the whole world at 0), its size in CSS pixels, device pixels a CSS pixel. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
  width: number;
  height: number;
  ratio: number;
}
/** What was drawn where, in CSS pixels. `service_ids`: all of its services, when they are at one place. */
export interface Marker {
  x: number;
  y: number;
  r: number;
  lon: number;
  lat: number;
  count: number;
  service_ids?: string[];
}

/** A map of a search, drawn on a canvas. */
export class MapView {
  constructor(outlines: Uint8Array, canvas: OffscreenCanvas | HTMLCanvasElement);
  setPalette(colours: Palette): void;
  setSearch(atlas: Atlas, params: SearchServicesParams, place?: string): void;
  clearSearch(): void;
  setHighlight(id?: string): void;
  draw(view: View): Marker[];
  free(): void;
}
