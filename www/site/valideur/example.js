// A made-up file to try the page with: some services are good, others have the usual faults.

const HEAD =
  "id;source;structure_id;nom;description;thematiques;frais;publics;modes_accueil;modes_mobilisation;mobilisable_par;adresse;code_postal;commune;code_insee;longitude;latitude;telephone;courriel;date_maj";

/** What most of them share. */
const service = (/** @type {number} */ n, /** @type {Record<string, string>} */ other = {}) => ({
  id: `exemple--service-${n}`,
  source: "exemple",
  structure_id: `exemple--structure-${1 + (n % 3)}`,
  nom: `Atelier fictif n° ${n}`,
  description:
    "Service inventé pour l’exemple. Un accueil chaque mardi matin, sans rendez-vous, pour faire le point sur sa situation, préparer ses démarches et rencontrer les partenaires du quartier. L’équipe propose ensuite un suivi, à son rythme et sans engagement.",
  thematiques: "numerique--maitriser-les-fondamentaux-du-numerique",
  frais: "gratuit",
  publics: "tous-publics",
  modes_accueil: "en-presentiel",
  modes_mobilisation: "se-presenter,telephoner",
  mobilisable_par: "usagers,professionnels",
  adresse: "1 rue de l’Exemple",
  code_postal: "08000",
  commune: "Charleville-Mézières",
  code_insee: "08105",
  longitude: "4.72",
  latitude: "49.77",
  telephone: `01234567${n + 10}`,
  courriel: `contact-${n}@exemple.fr`,
  date_maj: "2026-02-10",
  ...other,
});

/** @returns {File} */
export function example() {
  /** @type {Record<string, string>[]} */
  const faults = [
    { thematiques: "mobilite--aide-au-permi" },
    { thematiques: "mobilite--aide-au-permi" },
    { date_maj: "14/02/2026" },
    { date_maj: "15/02/2026" },
    { courriel: "accueil@mairie" },
    { frais: "Gratuit" },
    { longitude: "49.77", latitude: "4.72" },
    { nom: "Permanence fictive." },
    { publics: "" },
    { nom: "" },
  ];
  const rows = Array.from({ length: 24 }, (_, at) => {
    const row = service(at + 1, at % 2 ? faults[(at - 1) / 2] : {});
    return Object.values(row).join(";");
  });
  return new File([`${[HEAD, ...rows].join("\n")}\n`], "exemple-services.csv", { type: "text/csv" });
}
