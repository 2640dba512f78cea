// A page of text: the site's own name, and whom to write to, as its operator has set them.

import { h } from "./dom.js";
import { workOffline } from "./offline.js";

workOffline();
void configure();

async function configure() {
  // The text stands by itself: without a configuration nothing is missing but a name.
  const config = await fetch("config.json").then(
    (response) => response.json(),
    () => ({}),
  );
  const title = document.querySelector("#title");
  if (title && typeof config.title === "string") {
    document.title = document.title.replace(/[^–]*$/, ` ${config.title}`);
    title.textContent = config.title;
  }
  const { contact } = config;
  if (typeof contact === "string" && /^[^\s@]+@[^\s@]+$/.test(contact)) {
    document
      .querySelector("#contact")
      ?.replaceChildren(
        h("a", { href: `mailto:${encodeURIComponent(contact).replace("%40", "@")}` }, contact),
      );
  }
}
