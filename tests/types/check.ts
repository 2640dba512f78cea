// The package's declarations against the promise (contract.d.ts): what a caller may pass is accepted, what he gets is as
// promised. And a call of every method, as one writes it.

import * as client from "../../www/pkg/inclusion-atlas.js";
import * as engine from "../../www/pkg/engine.js";
import type * as promised from "./contract.js";

/** Compiles only when everything of `Given` can stand where `Wanted` is asked for. */
type Fits<Given extends Wanted, Wanted> = Given;

// What may be passed.
export type Parameters_ = [
  Fits<promised.SearchServicesParams, engine.SearchServicesParams>,
  Fits<engine.SearchServicesParams, promised.SearchServicesParams>,
  Fits<promised.SearchParams, engine.SearchParams>,
  Fits<engine.SearchParams, promised.SearchParams>,
  Fits<promised.ListServicesParams, engine.ListServicesParams>,
  Fits<engine.ListServicesParams, promised.ListServicesParams>,
  Fits<promised.ListStructuresParams, engine.ListStructuresParams>,
  Fits<engine.ListStructuresParams, promised.ListStructuresParams>,
  Fits<Parameters<promised.Atlas["clusters"]>, Parameters<engine.Atlas["clusters"]>>,
  Fits<NonNullable<ConstructorParameters<typeof promised.Validator>[0]>, engine.ValidatorOptions>,
  Fits<Parameters<typeof promised.validateFile>, Parameters<typeof client.validateFile>>,
];

/** Known difference: the structure of a service may be missing from the published file. */
type Orphans<T> = T extends { service: infer S } ? Omit<T, "service"> & { service: Omit<S, "structure"> } : T;

// What is given.
export type Results = [
  Fits<Orphans<engine.ServiceSearchResult>, Orphans<promised.ServiceSearchResult>>,
  Fits<Orphans<engine.SearchResult>, Orphans<promised.SearchResult>>,
  Fits<engine.Page<engine.Service>, promised.Page<promised.Service>>,
  Fits<engine.Page<engine.ListedStructure>, promised.Page<promised.ListedStructure>>,
  Fits<Omit<engine.DetailedService, "structure">, Omit<promised.DetailedService, "structure">>,
  Fits<engine.DetailedStructure, promised.DetailedStructure>,
  Fits<engine.Cluster, promised.Cluster>,
  Fits<engine.Facets, promised.Facets>,
  Fits<engine.Place, promised.Place>,
  Fits<engine.Atlas["counts"], promised.Atlas["counts"]>,
  Fits<engine.ValidationReport, promised.ValidationReport>,
  Fits<engine.Finding, promised.Finding>,
  Fits<ReturnType<typeof engine.Validator.schemas>, ReturnType<typeof promised.Validator.schemas>>,
  Fits<Awaited<ReturnType<typeof client.validateFile>>, promised.ValidationReport>,
  Fits<engine.AtlasError, promised.AtlasError>,
  Fits<client.Progress, promised.Progress>,
  Fits<promised.Source, client.Source>,
  Fits<promised.OpenOptions, client.OpenOptions>,
];

/** Every method of the engine. */
export function synchronous(territory: engine.Territory, bytes: Uint8Array) {
  const builder = new engine.AtlasBuilder(territory);
  builder.pushStructures(bytes);
  builder.pushServices(bytes);
  const read: number = builder.counts.structures + builder.counts.services;
  const atlas = builder.finish();
  const around = atlas.searchServices({
    code_commune: "35238",
    rayon_km: 20,
    thematiques: ["mobilite"],
    publics: ["jeunes"],
    tri: "date_maj",
    bbox: [-2, 47, -1, 49],
    ouvert_le: "2026-03-02T10:00",
    facettes: true,
    explication: true,
    regles: "atlas",
  });
  const why: string[] | undefined = around.items[0]?.explication;
  const young: number | undefined = around.facets?.publics.jeunes;
  const hidden: number | undefined = around.ecartes?.score_qualite_minimum;
  const score: number | null | undefined = atlas.search({ q: "permis", lat: 48.1, lon: -1.7, distance: 10 })
    .items[0]?.score_recherche;
  const services: engine.Service[] = atlas.listServices({ slug_region: "bretagne", size: 10 }).items;
  const doublons = atlas.listStructures({ exclure_doublons: true }).items[0]?.doublons[0]?.id;
  const structure: engine.Structure | null = atlas.retrieveService("dora--1").structure;
  const changed: engine.Change["quoi"] | undefined = atlas.changes("08")?.services[0]?.quoi;
  const own: engine.Service[] = atlas.retrieveStructure("dora--1").services;
  const totals: (number | null)[] = atlas.totals([{ code_commune: "35238" }]);
  const [hours] = engine.openings(services, "2026-11-24T09:00:00Z");
  const today: [string, string][] | undefined = hours?.semaine?.[0]?.plages;
  const clusters = atlas.clusters({ code_commune: "35238" }, { bbox: [-2, 47, -1, 49], zoom: 9 });
  const told: engine.Overview = atlas.overview({ code_departement: "35" }, "2026-11-24");
  const recent: number | undefined = told.fraicheur.tranches[0]?.services;
  const places: engine.Place[] = territory.suggestPlaces("rennes", 5);
  const west: number | undefined = places[0]?.bbox?.[0];
  atlas.free();
  return {
    read,
    why,
    young,
    hidden,
    score,
    services,
    doublons,
    structure,
    changed,
    own,
    totals,
    today,
    clusters,
    recent,
    places,
    west,
  };
}

/** The validator. */
export function validated(territory: engine.Territory, bytes: Uint8Array) {
  const newest: string | undefined = engine.Validator.schemas().at(-1)?.version;
  const validator = new engine.Validator({ schema: newest, kind: "services", maxFindings: 100 }, territory);
  validator.push(bytes);
  const read: number = validator.counts.records;
  const report: promised.ValidationReport = validator.finish();
  const [first] = report.findings;
  const place: [number, number] | undefined = first && [first.line, first.column];
  const lines: string[] = report.groups.map(({ lines }) => lines);
  const score: number | undefined = report.quality?.score;
  return { read, place, lines, score, suggestion: first?.suggestion };
}

/** Every method of the client. */
export async function asynchronous(signal: AbortSignal) {
  const atlas = await client.openAtlas({
    structures: "structures.json",
    services: new URL("https://exemple.fr/services.json"),
    onProgress: ({ phase, loadedBytes }) => console.log(phase, loadedBytes),
    signal,
  });
  const pages: number[] = [
    (await atlas.searchServices({ code_commune: "35238" })).pages,
    (await atlas.search({ q: "permis" })).pages,
    (await atlas.listServices()).pages,
    (await atlas.listStructures()).pages,
  ];
  await atlas.retrieveService("dora--1");
  await atlas.retrieveStructure("dora--1");
  await atlas.clusters({}, { bbox: [-5, 41, 10, 51], zoom: 5 });
  await atlas.suggestPlaces("rennes");
  await atlas.overview(undefined, "2026-11-24");
  await atlas.totals([{}]);
  await atlas.openings([{ horaires_accueil: "24/7", code_insee: "35238" }], new Date().toISOString());
  const report = await client.validateFile(new Blob(["[]"]), {
    schema: "1.0.10",
    onProgress: ({ loadedBytes }) => console.log(loadedBytes),
    signal,
  });
  pages.push(report.invalid);
  atlas.close();
  return [pages, atlas.counts.sources];
}
