// « Comment en être sûr ? »: the page tries to connect, and the browser refuses.

import { byId } from "../common/dom.js";

/** Makes the button try. */
export function prepareProof() {
  const said = byId("tried");
  byId("try").addEventListener("click", async () => {
    /** @type {string | undefined} */
    let rule;
    const note = (/** @type {SecurityPolicyViolationEvent} */ event) => (rule = event.effectiveDirective);
    document.addEventListener("securitypolicyviolation", note);
    try {
      await fetch("valideur.html", { method: "POST", body: "essai" });
      said.textContent =
        "La connexion a été permise : cette page n’est pas protégée comme elle le devrait. Ne vous en servez pas, et prévenez la personne qui tient ce site.";
    } catch {
      // The event comes after the refusal.
      await new Promise((resolve) => setTimeout(resolve, 100));
      said.textContent = rule
        ? `Votre navigateur a refusé la connexion, comme la page le lui demande (règle « ${rule} »).`
        : "La connexion n’a pas abouti. Sans réseau, l’essai ne prouve rien : refaites-le une fois connecté.";
    } finally {
      document.removeEventListener("securitypolicyviolation", note);
    }
  });
}
