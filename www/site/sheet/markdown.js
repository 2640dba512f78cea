// Light Markdown, as descriptions are published: paragraphs, lists, bold, italics, links. Never HTML: a tag is text.

import { h } from "../common/dom.js";
import { out, said, web } from "./facts.js";

const ITEM = /^\s*(?:[-*+•]|(\d{1,3})[.)])\s+(.*)$/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/;
const RULE = /^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;

/** Lengths are bounded so that no text, however odd, takes long. */
const INLINE = new RegExp(
  [
    String.raw`\\(?<escaped>[\\\x60*_{}[\]()#+\-.!>~|])`,
    String.raw`\[(?<label>[^[\]\n]{1,300})\]\((?<target>[^\s()]{1,2083})(?:\s[^()\n]{0,300})?\)`,
    String.raw`<?(?<address>https?:\/\/[^\s<>"]{1,2083})>?`,
    String.raw`\*\*(?=\S)(?<bold>[^\n]{1,600}?)(?<=\S)\*\*`,
    String.raw`(?<![\p{L}\p{N}_])__(?=\S)(?<strong>[^\n]{1,600}?)(?<=\S)__(?![\p{L}\p{N}_])`,
    String.raw`\*(?=[^\s*])(?<italic>[^\n*]{1,600}?)(?<=\S)\*`,
    String.raw`(?<![\p{L}\p{N}_])_(?=[^\s_])(?<emphasis>[^\n_]{1,600}?)(?<=\S)_(?![\p{L}\p{N}_])`,
  ].join("|"),
  "giu",
);

/**
 * @param {unknown} text
 * @returns {HTMLElement | undefined} nothing for no text
 */
export function markdown(text) {
  const lines = said(text)?.split(/\r\n?|\n/);
  if (!lines) return undefined;
  const prose = h("div", { class: "prose" });
  /** @type {HTMLElement | undefined} What the next line goes on with. */
  let open;
  for (const line of lines) {
    const item = ITEM.exec(line);
    const heading = HEADING.exec(line);
    if (!line.trim() || RULE.test(line)) open = undefined;
    else if (heading) {
      open = undefined;
      prose.append(h("p", {}, h("strong", {}, ...inline(heading[1]))));
    } else if (item) {
      const tag = item[1] ? "ol" : "ul";
      const last = prose.lastElementChild;
      const list = last?.localName === tag ? last : h(tag, item[1] ? { start: item[1] } : {});
      open = h("li", {}, ...inline(item[2]));
      list.append(open);
      prose.append(list);
    } else if (open?.localName === "p" || (open && /^\s{2,}/.test(line))) {
      open.append(h("br"), ...inline(line.trim()));
    } else {
      open = h("p", {}, ...inline(line.replace(/^\s*>\s?/, "").trim()));
      prose.append(open);
    }
  }
  return prose.childElementCount ? prose : undefined;
}

/**
 * @param {string} text one line
 * @param {number} [depth] of bold in italics in bold…
 * @returns {(Node | string)[]}
 */
function inline(text, depth = 0) {
  if (depth > 3) return [text];
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(at, match.index), ...piece(match, depth + 1));
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== "");
}

/**
 * @param {RegExpExecArray} match
 * @param {number} depth
 * @returns {(Node | string)[]}
 */
function piece({ 0: whole, groups = {} }, depth) {
  const { escaped, label, target, address, bold, strong, italic, emphasis } = groups;
  if (escaped) return [escaped];
  if (label && target) {
    const href = web(target);
    return href ? [out(href, label)] : [`${label} (${target})`];
  }
  if (address) {
    // What ends the sentence isn't of the address.
    const [href] = /^.*[^.,;:!?)\]'’»*_]/u.exec(address) ?? [address];
    const rest = address.slice(href.length);
    const link = web(href);
    return link ? [out(link, href), rest] : [whole];
  }
  const loud = bold ?? strong;
  if (loud) return [h("strong", {}, ...inline(loud, depth))];
  const soft = italic ?? emphasis;
  return soft ? [h("em", {}, ...inline(soft, depth))] : [whole];
}
