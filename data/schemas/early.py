"""The releases that PyPI hasn’t: 2022-04-26, 0.1.0, 0.2.0 and 0.3.0, written by hand from what was published then.

They had pydantic 1, refused unknown fields, described no field and gave no label to a value.
"""

import rules

TYPOLOGIES_2022_04_26 = """
ACI ACIPHC AFPA AI ASE ASSO CADA CAF CAP_EMPLOI CAVA CC CCAS CD CHRS CHU CIAS CIDFF CPH CS CT DEETS DIPLP EA EATT EI
EITI EPCI ETTI FAIS GEIQ ML MQ MSA MSAP MUNI OACAS OF PE PIJ_BIJ PIMMS PJJ PLIE SCP SPIP UDAF ASSO_CHOMEUR Autre
PREF REG DEPT TIERS_LIEUX CAARUD CSAPA E2C EPIDE HUDA ODC OIL OPCS PENSION PREVENTION RS_FJT
""".split()

TYPOLOGIES_0_1_0 = """
ACI ACIPHC AFPA AI ASE ASSO ASSO_CHOMEUR Autre BIB CAARUD CADA CAF CAP_EMPLOI CAVA CC CCAS CCONS CD CHRS CHU CIAS
CIDFF CITMET CPH CS CSAPA DEETS DEPT DIPLP E2C EA EATT EI EITI EPCI EPIDE ETTI FAIS GEIQ HUDA MDE MDEF MDPH MDS MJC
ML MQ MSA MUNI OACAS ODC OF OIL OPCS PAD PE PENSION PIJ_BIJ PIMMS PJJ PLIE PREF PREVENTION REG RFS RS_FJT SCP SPIP
TIERS_LIEUX UDAF
""".split()

TYPOLOGIES_0_3_0 = """
ACI ACIPHC AFPA AI ASE ASSO ASSO_CHOMEUR Autre BIB CAARUD CADA CAF CAP_EMPLOI CAVA CC CCAS CCONS CD CHRS CHU CIAS
CIDFF CITMET CPH CS CSAPA DEETS DEPT DIPLP E2C EA EATT EI EITI EPCI EPIDE ESS ETTI FAIS GEIQ HUDA MDE MDEF MDPH MDS
MJC ML MQ MSA MUNI OACAS ODC OF OIL OPCS PAD PE PENSION PIJ_BIJ PIMMS PJJ PLIE PREF PREVENTION REG RFS RS_FJT SCP
SPIP TIERS_LIEUX UDAF
""".split()

LABELS_0_3_0 = """
action-logement adie afpa agefiph aidants-connect alliance-villes-emploi anlci apec apels apprentis-dauteuil aptic
banques-alimentaires bge caf campus-connecte cci chantier-ecole cheops cidff cnam coorace crepi cresus croix-rouge
dihal duo-for-a-job ecoles-de-la-deuxieme-chance egee emmaus envie epide espace-emploi-agric-arrco
fabrique-de-territoire face fede-pro-fem federation-des-acteurs-de-la-solidarite
federation-des-entreprises-dinsertion force-femmes france-active france-service french-tech geiq
grandes-ecoles-du-numerique grand-test-couveuse-dentreprise hup inae initiative-france konexio la-cravate-solidaire
la-ressourcerie les-premieres linklusion maisons-de-lemploi mdph mission-locale mobin nqt point-conseil-budget
point-justice pole-emploi positive-planet proxite reseau-entreprendre ressourceries restos-du-coeur scconseil
secours-populaire siao simplon sinca snc 60000-rebonds sport-dans-la-ville tous-tes-possible tzcld unaf unai unccas
unea unis-cite
""".split()

THEMATIQUES_0_2_0 = """
choisir-un-metier creation-activite mobilite numerique preparer-sa-candidature trouver-un-emploi
""".split()

THEMATIQUES_0_3_0 = """
choisir-un-metier choisir-un-metier-identifier-ses-points-forts-et-ses-competences
choisir-un-metier-connaitre-les-opportunites-demploi choisir-un-metier-decouvrir-un-metier-ou-un-secteur-dactivite
choisir-un-metier-confirmer-son-choix-de-metier creation-activite creation-activite-de-l-idee-au-projet
creation-activite-demarrer-son-activite creation-activite-elaborer-son-projet
creation-activite-reseautage-pour-createurs-dentreprise creation-activite-financer-son-projet mobilite
mobilite-etre-accompagne-dans-son-parcours-mobilite mobilite-entretenir-reparer-son-vehicule
mobilite-louer-un-vehicule mobilite-acheter-un-vehicule-motorise
mobilite-preparer-son-permis-de-conduire-se-reentrainer-a-la-conduite
mobilite-aides-a-la-reprise-demploi-ou-a-la-formation mobilite-comprendre-et-utiliser-les-transports-en-commun
mobilite-apprendre-a-utiliser-un-deux-roues mobilite-financer-mon-projet-mobilite mobilite-acheter-un-velo numerique
numerique-devenir-autonome-dans-les-demarches-administratives
numerique-realiser-des-demarches-administratives-avec-un-accompagnement
numerique-prendre-en-main-un-smartphone-ou-une-tablette numerique-prendre-en-main-un-ordinateur
numerique-utiliser-le-numerique-au-quotidien numerique-approfondir-ma-culture-numerique
numerique-favoriser-mon-insertion-professionnelle numerique-acceder-a-une-connexion-internet
numerique-acceder-a-du-materiel numerique-s-equiper-en-materiel-informatique
numerique-creer-et-developper-mon-entreprise numerique-creer-avec-le-numerique
numerique-accompagner-les-demarches-de-sante numerique-promouvoir-la-citoyennete-numerique
numerique-soutenir-la-parentalite-et-l-education-avec-le-numerique preparer-sa-candidature
preparer-sa-candidature-valoriser-ses-competences
preparer-sa-candidature-realiser-un-cv-et-ou-une-lettre-de-motivation preparer-sa-candidature-developper-son-reseau
preparer-sa-candidature-organiser-ses-demarches-de-recherche-demploi trouver-un-emploi
trouver-un-emploi-repondre-a-des-offres-demploi trouver-un-emploi-faire-des-candidatures-spontanees
trouver-un-emploi-suivre-ses-candidatures-et-relancer-les-employeurs
trouver-un-emploi-convaincre-un-recruteur-en-entretien
""".split()

TYPES_0_3_0 = """
accompagnement accueil aide-financiere aide-materielle atelier formation information numerique autonomie delegation
financement
""".split()

FRAIS_0_3_0 = """
gratuit gratuit-sous-conditions payant adhesion pass-numerique
""".split()

PROFILS_0_3_0 = """
seniors-65 familles-enfants adultes jeunes-16-26 public-langues-etrangeres deficience-visuelle surdite
handicaps-psychiques handicaps-mentaux femmes personnes-en-situation-illettrisme
""".split()

# 0.3.0 spelt the same labels in lower case, with hyphens.
LABELS_0_2_0 = [label.upper().replace("-", "_") for label in LABELS_0_3_0]

STRING = {"type": "string"}
SIRET = {"type": "string", "min_length": 14, "max_length": 14, "pattern": r"^\d{14}$"}
RNA = {"type": "string", "min_length": 10, "max_length": 10, "pattern": r"^W\d{9}$"}
CODE_POSTAL = {"type": "string", "min_length": 5, "max_length": 5, "pattern": r"^\d{5}$"}
CODE_INSEE = {"type": "string", "min_length": 5, "max_length": 5}
RESUME = {"type": "string", "max_length": 280}
URL = {"type": "url", "max_length": 2083, "schemes": ["http", "https"]}


def vocabulary(name: str) -> dict:
    return {"type": "enum", "vocabulary": name}


def list_of(items: dict) -> dict:
    return {"type": "list", "items": items}


def required(name: str, type_: dict) -> dict:
    return {"name": name, "required": True, "nullable": False, **type_, "description": None}


def optional(name: str, type_: dict) -> dict:
    return {"name": name, "required": False, "nullable": True, **type_, "description": None}


def structure_2022_04_26() -> list:
    return [
        required("id", {"type": "uuid"}),
        required("siret", SIRET),
        required("nom", STRING),
        required("commune", STRING),
        required("code_postal", CODE_POSTAL),
        required("code_insee", CODE_INSEE),
        required("adresse", STRING),
        optional("complement_adresse", STRING),
        optional("longitude", {"type": "number"}),
        optional("latitude", {"type": "number"}),
        optional("typologie", vocabulary("Typologie")),
        optional("telephone", STRING),
        optional("courriel", {"type": "email"}),
        optional("site_web", URL),
        optional("presentation_resume", RESUME),
        optional("presentation_detail", STRING),
        optional("source", STRING),
        optional("id_antenne", STRING),
    ]


def structure_0_1_0() -> list:
    first = structure_2022_04_26()[2:-1]
    return [
        required("id", STRING),
        optional("siret", SIRET),
        optional("rna", RNA),
        *first,
        required("date_maj", {"type": "datetime_or_date"}),
        optional("structure_parente", STRING),
        optional("lien_source", URL),
        optional("horaires_ouverture", STRING),
    ]


def structure_0_2_0() -> list:
    fields = [optional("code_insee", CODE_INSEE) if field["name"] == "code_insee" else field for field in structure_0_1_0()]
    return [
        *fields,
        optional("accessibilite", URL),
        optional("labels_nationaux", list_of(vocabulary("LabelNational"))),
        optional("labels_autres", list_of(STRING)),
        optional("thematiques", list_of(vocabulary("Thematique"))),
    ]


def service_0_3_0() -> list:
    return [
        required("id", STRING),
        optional("structure_id", STRING),
        required("source", STRING),
        required("nom", STRING),
        optional("presentation_resume", RESUME),
        optional("types", list_of(vocabulary("TypologieService"))),
        optional("thematiques", list_of(vocabulary("Thematique"))),
        optional("prise_rdv", URL),
        optional("frais", list_of(vocabulary("Frais"))),
        optional("frais_autres", STRING),
        optional("profils", list_of(vocabulary("Profil"))),
    ]


PIVOT = rules.error("at_least_one", fields=["siret", "rna", "structure_parente"]) | {"loc": ["__root__"]}


def release(kinds: dict, vocabularies: dict) -> dict:
    return {
        "origin": "facts",
        "extra": "forbid",
        "pydantic": 1,
        "kinds": {kind: {"fields": fields, "rules": found} for kind, (fields, found) in kinds.items()},
        "vocabularies": {
            name: [{"value": value, "label": value, "description": None} for value in values]
            for name, values in vocabularies.items()
        },
    }


RELEASES = {
    "2022-04-26": release({"structures": (structure_2022_04_26(), [])}, {"Typologie": TYPOLOGIES_2022_04_26}),
    "0.1.0": release({"structures": (structure_0_1_0(), [])}, {"Typologie": TYPOLOGIES_0_1_0}),
    "0.2.0": release(
        {"structures": (structure_0_2_0(), [PIVOT])},
        {"Typologie": TYPOLOGIES_0_1_0, "LabelNational": LABELS_0_2_0, "Thematique": THEMATIQUES_0_2_0},
    ),
    "0.3.0": release(
        {"structures": (structure_0_2_0(), [PIVOT]), "services": (service_0_3_0(), [])},
        {
            "Typologie": TYPOLOGIES_0_3_0,
            "LabelNational": LABELS_0_3_0,
            "Thematique": THEMATIQUES_0_3_0,
            "TypologieService": TYPES_0_3_0,
            "Frais": FRAIS_0_3_0,
            "Profil": PROFILS_0_3_0,
        },
    ),
}
