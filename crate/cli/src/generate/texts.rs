//! Made-up names and descriptions, plain enough to be read on the site.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

type Texts2 = (&'static str, &'static [&'static str]);

/// Names of services by category of thématique.
const SERVICES: [Texts2; 16] = [
    (
        "choisir-un-metier",
        &[
            "Découverte des métiers",
            "Bilan d’orientation",
            "Visites d’entreprises",
            "Atelier « Quel métier pour moi ? »",
        ],
    ),
    (
        "creer-une-entreprise",
        &[
            "Accompagnement à la création d’entreprise",
            "Permanence « Je crée mon activité »",
            "Prêt d’honneur",
        ],
    ),
    (
        "difficultes-administratives-ou-juridiques",
        &[
            "Aide aux démarches administratives",
            "Permanence juridique gratuite",
            "Écrivain public",
            "Point d’accès au droit",
        ],
    ),
    (
        "difficultes-financieres",
        &[
            "Point conseil budget",
            "Accompagnement au dossier de surendettement",
            "Microcrédit personnel",
            "Aide financière d’urgence",
        ],
    ),
    (
        "equipement-et-alimentation",
        &[
            "Épicerie solidaire",
            "Distribution de colis alimentaires",
            "Vestiaire solidaire",
            "Équipement de la maison à petit prix",
        ],
    ),
    (
        "famille",
        &[
            "Garde d’enfants à horaires décalés",
            "Lieu d’accueil enfants-parents",
            "Soutien à la parentalité",
            "Médiation familiale",
            "Répit pour les aidants",
        ],
    ),
    (
        "lecture-ecriture-calcul",
        &[
            "Atelier de français",
            "Apprendre à lire, écrire et compter",
            "Cours de français pour adultes (FLE)",
        ],
    ),
    (
        "logement-hebergement",
        &[
            "Aide à la recherche de logement",
            "Accueil de jour",
            "Accompagnement social lié au logement",
            "Avance du dépôt de garantie",
        ],
    ),
    (
        "mobilite",
        &[
            "Aide au permis de conduire",
            "Location solidaire de véhicules",
            "Accompagnement vers l’achat d’un vélo",
            "Conseil mobilité",
            "Transport à la demande vers l’emploi",
            "Garage solidaire",
        ],
    ),
    (
        "numerique",
        &[
            "Accompagnement aux démarches en ligne",
            "Initiation à l’ordinateur",
            "Prêt de matériel informatique",
            "Permanence d’un conseiller numérique",
        ],
    ),
    (
        "preparer-sa-candidature",
        &["Atelier CV et lettre de motivation", "Simulation d’entretien", "Valoriser ses compétences"],
    ),
    (
        "remobilisation",
        &[
            "Atelier de remobilisation par le sport",
            "Jardin partagé",
            "Chantier d’insertion",
            "Groupe de parole « Reprendre confiance »",
        ],
    ),
    (
        "sante",
        &[
            "Accès aux soins",
            "Permanence d’un psychologue",
            "Bilan de santé gratuit",
            "Accompagnement aux droits de santé",
        ],
    ),
    (
        "se-former",
        &[
            "Trouver sa formation",
            "Remise à niveau",
            "Validation des acquis de l’expérience",
            "Préparation aux métiers de l’aide à domicile",
        ],
    ),
    (
        "souvrir-a-linternational",
        &["Mobilité internationale des jeunes", "Volontariat en Europe", "Préparer un départ à l’étranger"],
    ),
    (
        "trouver-un-emploi",
        &[
            "Accompagnement global vers l’emploi",
            "Parrainage vers l’emploi",
            "Forum « 1 jour, 1 emploi »",
            "Recherche d’offres d’emploi",
            "Immersion en entreprise",
        ],
    ),
];

const KINDS: [&str; 16] = [
    "Mission locale",
    "Centre social",
    "Association",
    "Maison de l’emploi",
    "Épicerie solidaire",
    "Régie de quartier",
    "Plateforme mobilité",
    "CCAS de",
    "Ressourcerie",
    "Garage solidaire",
    "Maison France services de",
    "Espace numérique",
    "Atelier chantier d’insertion",
    "Foyer",
    "Accueil de jour",
    "Point information jeunesse de",
];

const NAMES: [&str; 22] = [
    "Les Tilleuls",
    "La Passerelle",
    "Horizon",
    "Le Phare",
    "L’Étape",
    "Trait d’union",
    "L’Escale",
    "Les Possibles",
    "Le Tournesol",
    "Cap’Avenir",
    "La Boussole",
    "L’Envol",
    "Côté Jardin",
    "Le Relais",
    "Nouveau Départ",
    "La Fabrique",
    "Les Deux Rives",
    "Solid’Aire",
    "Œuvres vives",
    "Le Gué",
    "Mosaïque",
    "L’Arbre à palabres",
];

const STREETS: [&str; 14] = [
    "rue de la République",
    "place de l’Église",
    "avenue Jean-Jaurès",
    "boulevard Victor-Hugo",
    "impasse des Lilas",
    "rue du Moulin",
    "chemin des Écoliers",
    "quai de la Gare",
    "rue Louise-Michel",
    "allée des Peupliers",
    "rue de l’Hôtel-de-Ville",
    "cours Gambetta",
    "rue Anatole-France",
    "place du Marché",
];

const COMPLEMENTS: [&str; 6] = [
    "Bâtiment B, 2e étage",
    "Résidence Les Érables",
    "Porte 4",
    "À côté de la médiathèque",
    "Rez-de-chaussée",
    "BP 12",
];

/// Sentences that go with any service or structure.
const SENTENCES: [&str; 40] = [
    "Nous accueillons chaque personne, avec ou sans rendez-vous.",
    "Un premier entretien permet de faire le point sur votre situation et sur ce que vous cherchez.",
    "L’équipe est formée à l’écoute et respecte la confidentialité des échanges.",
    "Les ateliers se déroulent en petit groupe, dans une ambiance bienveillante.",
    "Un référent unique vous suit pendant toute la durée de l’accompagnement.",
    "Nous travaillons avec les services sociaux, France Travail et les associations du territoire.",
    "Le lieu est accessible aux personnes à mobilité réduite.",
    "Une participation symbolique peut être demandée, selon vos ressources.",
    "Vous pouvez venir accompagné d’un proche ou d’un travailleur social.",
    "Un interprète peut être présent sur demande, pensez à prévenir à l’avance.",
    "Les horaires changent pendant les vacances scolaires : appelez avant de vous déplacer.",
    "Des solutions sont proposées pour la garde des enfants pendant les séances.",
    "L’objectif : reprendre confiance, retrouver un rythme et construire un projet réaliste.",
    "Nous prêtons du matériel sur place et pouvons orienter vers un équipement à petit prix.",
    "Un bilan est fait au bout de trois mois pour décider ensemble de la suite.",
    "Le service s’adresse aux habitants du territoire, sans condition de nationalité.",
    "Aucune connaissance particulière n’est demandée pour participer.",
    "Des bénévoles et des salariés animent les permanences à tour de rôle.",
    "Nous pouvons vous aider à préparer les documents nécessaires : pièce d’identité, attestations, justificatifs.",
    "Si vous ne pouvez pas vous déplacer, un rendez-vous par téléphone est possible.",
    "Une visite du lieu est organisée chaque premier mardi du mois.",
    "Les personnes orientées par un professionnel sont reçues dans un délai de quinze jours.",
    "Ce service est gratuit ; il est financé par des partenaires publics et privés.",
    "Les participants repartent avec un plan d’action écrit et des contacts utiles.",
    "Nous restons à vos côtés après la reprise d’un emploi, pendant six mois si vous le souhaitez.",
    "Un espace café permet d’attendre, de rencontrer d’autres personnes et de poser ses questions.",
    "Le parcours alterne des temps collectifs et des rendez-vous individuels.",
    "L’accompagnement tient compte des contraintes de santé, de famille et de transport.",
    "Des interventions ont aussi lieu dans les communes voisines, en lien avec les mairies.",
    "Pour s’inscrire, il suffit d’appeler ou de passer à l’accueil aux heures d’ouverture.",
    "Les démarches en ligne sont faites avec vous, jamais à votre place.",
    "Un groupe d’entraide se réunit le jeudi après-midi autour d’un thème choisi ensemble.",
    "En cas d’urgence, l’équipe vous oriente vers les bons interlocuteurs le jour même.",
    "Nous proposons des mises en situation concrètes : appels, visites, essais.",
    "La durée moyenne de l’accompagnement est de quatre à neuf mois.",
    "Les places sont limitées ; une liste d’attente est tenue à jour.",
    "Chaque demande est étudiée avec attention, et une réponse est toujours donnée.",
    "Un car dessert le site depuis le centre-ville (arrêt « Hôpital »).",
    "Les frais de déplacement peuvent être remboursés sur présentation d’un justificatif.",
    "« Ici, on m’a écouté et je suis reparti avec une solution », raconte un participant.",
];

const CONDITIONS: [&str; 6] = [
    "Habiter le département.",
    "Avoir plus de 18 ans.",
    "Être inscrit à France Travail.",
    "Sur orientation d’un professionnel.",
    "Justifier de ressources modestes (quotient familial inférieur à 800 €).",
    "Avoir une pièce d’identité en cours de validité.",
];

const HOURS: [&str; 12] = [
    "Mo-Fr 09:00-12:00,13:30-17:00; PH off",
    "Mo-Fr 09:00-12:00",
    "Tu,Th 14:00-18:00",
    "Mo-Sa 08:30-19:00",
    "We 09:00-17:00; PH off",
    "Mo-Th 09:00-12:30,13:30-17:30; Fr 09:00-12:00",
    "Mo-Fr 10:00-18:00; Sa 10:00-13:00",
    "24/7",
    "Mo[1] 14:00-16:00",
    "Mo-Fr 08:00-20:00; Aug off",
    "Sa 09:00-12:00; PH off",
    "Tu-Fr 13:30-17:00; SH off",
];

const FRAIS: [&str; 5] = [
    "Participation de 10 € selon le quotient familial",
    "Adhésion annuelle de 5 €",
    "1 € par repas",
    "Caution de 150 €",
    "Premier rendez-vous gratuit, puis 3,50 € par séance",
];

const PUBLICS: [&str; 5] = [
    "Personnes accompagnées dans le cadre du RSA",
    "Jeunes de 16 à 25 ans",
    "Parents d’enfants de moins de 6 ans",
    "Habitants des quartiers prioritaires",
    "Personnes éloignées du numérique",
];

const MOBILISATION: [&str; 4] = [
    "Envoyer la fiche de prescription par courriel.",
    "Se présenter à l’accueil avec une pièce d’identité.",
    "Prendre rendez-vous par téléphone, de préférence le matin.",
    "Le professionnel remplit le formulaire en ligne avec la personne.",
];

const CONTACTS: [&str; 5] =
    ["Camille Exemple", "Dominique Fictif", "Claude Modèle", "Sacha Essai", "L’équipe d’accueil"];

/// The texts, chosen by draws.
#[derive(Debug)]
pub(super) struct Texts;

impl Texts {
    pub(super) fn new() -> Self {
        Self
    }

    pub(super) fn structure(&self, rng: &mut ChaCha8Rng, commune: &str) -> String {
        let kind = pick(rng, &KINDS);
        if kind.ends_with(" de") {
            format!("{kind} {commune}")
        } else {
            format!("{kind} {}", pick(rng, &NAMES))
        }
    }

    pub(super) fn service(&self, rng: &mut ChaCha8Rng, category: &str) -> String {
        let names =
            SERVICES.iter().find(|(known, _)| *known == category).map_or(SERVICES[0].1, |(_, names)| *names);
        let name = pick(rng, names);
        if rng.random_ratio(1, 4) { format!("{name} – {}", pick(rng, &NAMES)) } else { name.to_owned() }
    }

    /// A description of about `length` bytes, sometimes much shorter or longer, beginning with a name where there is one.
    pub(super) fn description(&self, rng: &mut ChaCha8Rng, nom: Option<&str>, length: usize) -> String {
        let wanted = match rng.random_range(0..10) {
            0 => length / 8,
            1 => length * 3,
            _ => length / 2 + rng.random_range(0..length),
        };
        let mut text = nom.map(|nom| format!("{nom}.")).unwrap_or_default();
        if rng.random_ratio(1, 60) {
            text.push_str(" 🙂");
        }
        while text.len() < wanted.max(10) {
            if !text.is_empty() {
                text.push_str(match rng.random_range(0..9) {
                    0 => "\n\n",
                    1 => "\n- ",
                    _ => " ",
                });
            }
            let sentence = pick(rng, &SENTENCES);
            match rng.random_range(0..40) {
                0 => text.push_str(&sentence.replace('’', "'")),
                1 => text.push_str(&format!("\"{sentence}\"")),
                2 => text.push_str(&format!(
                    "{sentence} Voir https://www.example.org/infos/{}.",
                    rng.random::<u16>()
                )),
                _ => text.push_str(sentence),
            }
        }
        text
    }

    pub(super) fn adresse(&self, rng: &mut ChaCha8Rng) -> String {
        format!("{} {}", rng.random_range(1..160), pick(rng, &STREETS))
    }

    pub(super) fn complement(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &COMPLEMENTS)
    }

    pub(super) fn conditions(&self, rng: &mut ChaCha8Rng) -> String {
        let mut text = pick(rng, &CONDITIONS).to_owned();
        if rng.random_bool(0.5) {
            text.push('\n');
            text.push_str(pick(rng, &CONDITIONS));
        }
        text
    }

    pub(super) fn horaires(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &HOURS)
    }

    pub(super) fn frais(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &FRAIS)
    }

    pub(super) fn publics(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &PUBLICS)
    }

    pub(super) fn mobilisation(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &MOBILISATION)
    }

    pub(super) fn contact(&self, rng: &mut ChaCha8Rng) -> &'static str {
        pick(rng, &CONTACTS)
    }
}

fn pick(rng: &mut ChaCha8Rng, texts: &[&'static str]) -> &'static str {
    texts[rng.random_range(0..texts.len())]
}

/// A name as another producer may write it.
pub(super) fn respelt(rng: &mut ChaCha8Rng, name: &str) -> String {
    match rng.random_range(0..5) {
        0 => name.to_uppercase(),
        1 => name.replace(['é', 'è', 'ê'], "e").replace('É', "E").replace('’', "'"),
        2 => name.replace("Association", "Asso").replace("Mission locale", "ML"),
        3 => format!("{name} (antenne)"),
        _ => name.to_owned(),
    }
}
