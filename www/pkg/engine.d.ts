/**
 * The engine: synchronous, for a page, a worker or Node.
 *
 * Query parameters and result fields are those of the data·inclusion API v1, letter for letter. Longitudes and latitudes
 * are WGS 84 degrees, distances kilometres, dates `YYYY-MM-DD`. Every failure is a thrown `AtlasError`; never null, never
 * an empty list.
 */

import type { Ids, Quality, Report, SchemaRelease, ValidatorOptions } from "./validation-engine.js";

export type * from "./validation-engine.js";

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
  /** For 'query': the parameter. For 'format' and 'fetch': the file, 'structures', 'services' or 'pack'. */
  readonly field?: string;
  /** Bytes before the fault. */
  readonly byteOffset?: number;
  /** From 1. */
  readonly line?: number;
  /** From 1, in characters of the line. */
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
  /** The name that its file has in a pack's folder. */
  readonly name: string;
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

/** A record that has changed. */
export interface Change {
  /** `retire`: it isn't there any more, or not in this département. */
  quoi: "nouveau" | "modifie" | "retire";
  id: string;
  /** As it is now, or was; so are its commune and its thématiques. */
  nom: string;
  commune: string | null;
  code_insee: string | null;
  /** Of a structure, those of its services. */
  thematiques: string[];
}
/** What has changed in a département between two publications, by what happened, then by id. */
export interface Changes {
  /** Days of the publication before and of this one. */
  depuis: string | null;
  date: string | null;
  services: Change[];
  structures: Change[];
}

export class Atlas {
  readonly counts: { structures: number; services: number; sources: number };
  /** GET /api/v1/search/services */
  searchServices(params?: SearchServicesParams): Page<ServiceSearchResult>;
  /** The same, of a pack opened with `texts: false` too with long fields. */
  searchServicesInFull(params?: SearchServicesParams): Page<ServiceSearchResult>;
  /** The `total` of each of many questions, for less than their pages; null for a question that is refused. */
  totals(questions: SearchServicesParams[]): (number | null)[];
  /** GET /api/v1/search. The first call reads all texts, which takes seconds at national size. */
  search(params?: SearchParams): Page<SearchResult>;
  /** GET /api/v1/services */
  listServices(params?: ListServicesParams): Page<Service>;
  /** GET /api/v1/structures */
  listStructures(params?: ListStructuresParams): Page<ListedStructure>;
  /** GET /api/v1/services/{id}; throws AtlasError('query') when there is none. */
  retrieveService(id: string): DetailedService;
  /** GET /api/v1/structures/{id}; throws AtlasError('query') when there is none. */
  retrieveStructure(id: string): DetailedStructure;
  /** Clusters and points of a search inside a map window, the biggest first, for a caller that draws by itself. */
  clusters(
    params: SearchServicesParams,
    view: { bbox: [west: number, south: number, east: number, north: number]; zoom: number },
  ): Cluster[];
  /** What the services of a search are, all together. `at`, `YYYY-MM-DD`, is the day that ages are told from. */
  overview(params: SearchServicesParams | undefined, at: string): Overview;
  /** What there is, counted: what `searchServices({ regles: "atlas", facettes: true })` counts. Of a pack, a small file. */
  summary(): Pick<Page<never>, "total" | "facets" | "ecartes">;
  /**
   * What this publication changes in a département (« 08 »; « » for what lies in none) since the one before; null when the
   * pack was made without that one, or the data isn't from a pack.
   */
  changes(departement: string): Changes | null;
  /** One self-contained binary file: `docs/pack-format.md`. */
  toPack(): Uint8Array;
  /** An atlas that answers every question as the one whose pack it is; throws AtlasError('format') for anything else. */
  static fromPack(bytes: Uint8Array, territory: Territory): Atlas;
  /** The atlas of the folder that `inclusion-atlas pack` makes, from its `manifest.json`, with nothing in it yet. */
  static ofFolder(manifest: Uint8Array, territory: Territory, texts: boolean): Atlas;
  /** The name of the file in the folder that `Territory` is made of. */
  static territoryOf(manifest: Uint8Array): string;
  /** What a search finds, for the map; the area that it is about is told with it. */
  onMap(params: SearchServicesParams, area?: About["area"]): OnMap;
  /**
   * The files of the folder that a call of a method with this first argument needs. When all are given, further ones may
   * show; when none is missing, the call answers as the whole dataset would. Always none for an atlas that is whole.
   */
  missing(method: string, first?: unknown): string[];
  /** Takes a file of the folder; throws AtlasError('format') when it isn't the one of this name. */
  give(name: string, bytes: Uint8Array): void;
  free(): void;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  /** Items on this page. */
  size: number;
  pages: number;
  facets?: Facets;
  /**
   * With `regles: 'atlas'`: how many records each rule that is in force has set aside, that nothing else would have.
   * `ouvert_le` counts those whose hours aren't known or can't be read, `sans_position` those that can't be placed.
   */
  ecartes?: Record<string, number>;
}

/**
 * For each facet, how many results each value of its vocabulary would give, the facet's own filter set aside; and, as
 * `non-precise`, how many records state none.
 */
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
  /** From 1. */
  page?: number;
  /** 5 000 unless given, 10 000 at most. */
  size?: number;
}
interface Rules {
  /** 'api' (default): the API's rules to the letter. 'atlas': what people expect; see docs/differences.md. */
  regles?: "api" | "atlas";
}
/** With `regles: 'atlas'` every list of values may hold `non-precise`: records that state none. */
interface ServiceFilters {
  /** Any text; one that no record has gives no result. */
  sources?: string[];
  /** A category stands for all of its thématiques. */
  thematiques?: string[];
  frais?: string[];
  modes_accueil?: string[];
  /** `tous-publics` turns the filter off; any other value also finds what is for everybody. */
  publics?: string[];
  /** Words, `or`, `"…"`, `-`. */
  recherche_public?: string;
  types?: string[];
  score_qualite_minimum?: number;
}
/** What the API has not; off unless given. */
interface Extras {
  /** Kilometres, 50 unless given. */
  rayon_km?: number;
  /** Words of names and labels, as one types: accents, plurals, beginnings and one typo are forgiven. */
  q?: string;
  modes_mobilisation?: string[];
  mobilisable_par?: string[];
  /** Of the service's structure. */
  reseaux_porteurs?: string[];
  /**
   * Open then, by horaires_accueil and the public holidays of the place: at an instant, as `2026-11-24T10:00` on the clock
   * there or `2026-11-24T09:00:00Z` everywhere; or for a minute at least of `2026-11-28T00:00/2026-11-28T24:00`, on the clock
   * there, 31 days at most.
   */
  ouvert_le?: string;
  /** YYYY-MM-DD: updated on that day or later. */
  maj_depuis?: string;
  /** Services à distance. 'inclus' unless given. */
  a_distance?: "inclus" | "exclus" | "seuls";
  /** West, south, east, north; may cross the antimeridian. */
  bbox?: [number, number, number, number];
  /**
   * 'distance' unless given. Every order is total: ties end on id. In an area, 'distance' is what lies in it before what is
   * had at a distance.
   */
  tri?: "distance" | "pertinence" | "date_maj" | "nom" | "score_qualite";
  facettes?: boolean;
  /** Adds `explication` to each item. */
  explication?: boolean;
}
/** Places told by code or slug; where both are given the code counts. All that is given must hold. */
interface Area {
  code_region?: string;
  slug_region?: string;
  code_departement?: string;
  slug_departement?: string;
  code_commune?: string;
}

export interface SearchServicesParams extends Paging, Rules, ServiceFilters, Extras {
  /** With `regles: 'atlas'` any code there is or was: one that has gone leads to its successor. */
  code_commune?: string;
  /** With `lon`. Without `code_commune`, the zone is that of the nearest commune. */
  lat?: number;
  lon?: number;
  /**
   * An area in place of a point; one of the three. Services whose commune lies in it, then those `a-distance` whose
   * `zone_eligibilite` is null, the country's, or shares some part with it. `distance` is null, `rayon_km` means nothing.
   */
  code_epci?: string;
  code_departement?: string;
  code_region?: string;
  exclure_doublons?: boolean;
}
export interface SearchParams extends Paging, Rules, Area, Omit<ServiceFilters, "recherche_public"> {
  q?: string;
  lat?: number;
  lon?: number;
  /** Whole kilometres from the point, 50 unless given. */
  distance?: number;
}
export interface ListServicesParams extends Paging, Rules, Area, ServiceFilters {}
export interface ListStructuresParams extends Paging, Area {
  sources?: string[];
  reseaux_porteurs?: string[];
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
/** `structure` is null for a service whose structure isn't in the published file. */
export interface DetailedService extends Service {
  structure: Structure | null;
}
/** `doublons`: structures of the same `_cluster_id`, a column that the published files don't have. */
export interface DetailedStructure extends Structure {
  /** Mean of its services' scores. */
  score_qualite: number;
  services: Service[];
  doublons: Structure[];
}
export interface ListedStructure extends Structure {
  /** Mean of its services' scores. */
  score_qualite: number;
  doublons: { source: string; id: string }[];
}
export interface ServiceSearchResult {
  service: DetailedService;
  /** Whole kilometres, for services `en-presentiel` within reach; else null. */
  distance: number | null;
  /** French sentences: where it is, who may come, for whom... */
  explication?: string[];
  /** With `q`: the words of its names and labels that were met, as written. */
  mots?: string[];
}
export interface SearchResult {
  service: DetailedService;
  /** Whole kilometres; null without a point. */
  distance: number | null;
  /** 0 to 1, two decimals; null without `q`. */
  score_recherche: number | null;
}
/** The services of a search, counted: all of its filters hold for all figures. */
export interface Overview {
  /** The `total` of the search. */
  services: number;
  /** Different structures that offer them. */
  structures: number;
  /** Services whose structure isn't in the published file. */
  orphelins: number;
  /** Different sources of theirs. */
  sources: number;
  /** How many of them state each value. As in a search, a value of `publics` counts those for everybody. */
  facets: Facets;
  /** How many of them name each value of `publics` themselves. */
  publics_nommes: Record<string, number>;
  /** All départements and overseas collectivities, by code, with the services there that aren't at a distance only. */
  departements: { code: string; nom: string; population: number | null; services: number }[];
  /** Services at a distance only: in no département. */
  a_distance: number;
  /** Other services whose `code_insee` tells no département. */
  sans_departement: number;
  fraicheur: {
    /** From the latest to the oldest: updated since that day (`YYYY-MM-DD`), so many months before `at`; null for the rest. */
    tranches: { depuis: string | null; mois: number | null; services: number }[];
    /** Services whose `date_maj` isn't known. */
    inconnue: number;
    /** Half or more of those whose day is known were updated then or later. */
    mediane: string | null;
  };
  /** By the official criteria, as of `at`; null without services. */
  qualite: Quality | null;
  /** Mean of the published `score_qualite`; null where there is none. */
  score_publie: number | null;
  /** The structures that offer most of them, twenty at most. */
  principales: { id: string; nom: string; commune: string | null; services: number }[];
  /** How many have a value in each field of the schema. */
  champs: Record<string, number>;
}
/** Results drawn as one. */
export interface Cluster {
  lon: number;
  lat: number;
  count: number;
  /** Present when the cluster is one place: all of its services. */
  service_ids?: string[];
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
  /** West, south, east, north of a département, a région, or the centres of an EPCI's communes. */
  bbox?: [west: number, south: number, east: number, north: number];
}

/** What tells the hours of a place. Of a record, what isn't a text counts as null. */
export type Hours = { horaires_accueil: string | null; code_insee: string | null } | Service | Structure;
/** When a place is open. */
export interface Openings {
  /** Open at the instant; null when the hours aren't stated, can't be read, or don't tell (« sur rendez-vous »). */
  ouvert: boolean | null;
  /** Date and time there (`2026-11-24T10:00`) when it opens or closes next, within seven days. */
  change: string | null;
  /** Date and time there. */
  maintenant: string;
  /**
   * Today and the six days after; null when nothing is known. `ferie`: the public holiday's name. `plages`: from when to
   * when, `["09:00", "12:00"]`. `24:00` ends a day; what runs past midnight stands on the day when it begins, `["22:00",
   * "02:00"]`, unless it lasts a day and more.
   */
  semaine: { date: string; ferie: string | null; plages: [string, string][] }[] | null;
}
/** When places are open, at an instant with its time zone: `new Date().toISOString()`. */
export function openings(places: Hours[], at: string): Openings[];

/** Validates a file; with a territory, codes are looked up in it. */
export class Validator {
  constructor(options?: ValidatorOptions, territory?: Territory);
  /** Ids of the structures that these services belong to: orphans are then told. */
  setStructures(ids: Ids): void;
  /** Chunks may be cut anywhere. Throws AtlasError('format') when nothing in the file can be read. */
  push(chunk: Uint8Array): void;
  /** Read so far. */
  readonly counts: { records: number; invalid: number; error: number; warning: number; info: number };
  /** Consumes the validator. A fault in the middle of a file is a finding: what was read before it stands. */
  finish(): Report;
  /** After `finish`, once: the ids of the structures that the file held. */
  readonly ids?: Ids;
  free(): void;
  /** Released versions, the oldest first. */
  static schemas(): SchemaRelease[];
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

/** What a map shows of a search beside what it finds. */
export interface About {
  /** The name of its place. */
  place?: string;
  /** West, south, east, north: drawn as a frame. */
  frame?: [number, number, number, number];
  /** An area whose outline is drawn. */
  area?: { type: "epci" | "departement" | "region"; code: string };
}
/** How many results have a position, and how many haven't: the map shows the former. */
export interface Placed {
  placed: number;
  unplaced: number;
}
export interface Description {
  /** Clusters in sight and a little beyond, the biggest first. */
  markers: Marker[];
  /** Codes of the départements whose communes it would show, had they been read. */
  wanted: string[];
  /** A town near the middle. */
  near?: string;
}

/** What a search found, for a map: services by numbers, which keep their meaning for as long as this is there. */
export class OnMap {
  private constructor();
  /** Whether numbers mean the same services in another. */
  isOfSame(other: OnMap): boolean;
  /** Longitude and latitude of every service, found or not, one after the other; NaN for none. */
  places(): Float64Array;
  readonly found: Uint32Array;
  readonly limits: {
    /** Longitude, latitude. */
    place: [number, number] | null;
    radius_km: number;
    area: { departements: string[]; communes: string[] | null } | null;
  };
  numbers(id: string): Uint32Array;
  ids(numbers: Uint32Array): string[];
  nom(number: number): string;
  free(): void;
}
