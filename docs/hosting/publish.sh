#!/usr/bin/env bash
# Puts Monday's data into a site that `./build.sh build` has made: what a weekly job runs.
#
#   docs/hosting/publish.sh ADDRESS
#
# ADDRESS is where the site is published: what has changed is told from the publication that is there.
#
# COPIES=gzip    for a host that compresses nothing by itself: only the copies that gzip made are published, and the page
#                unpacks them. Otherwise each file has its .br and .gz beside it, for a host that sends those.
# PREVIOUS       a folder of the publication before, in the place of the one at ADDRESS
# STRUCTURES, SERVICES, DIST, TOOL, BROTLI    other files, folder of the site, tool, effort from 0 to 11
set -euo pipefail

site=${1:?the address where the site is published}
site=${site%/}
dist=${DIST:-dist}
tool=${TOOL:-target/tool/inclusion-atlas}
structures=${STRUCTURES:-https://www.data.gouv.fr/fr/datasets/r/4fc64287-e869-4550-8fb9-b1e0b7809ffa}
services=${SERVICES:-https://www.data.gouv.fr/fr/datasets/r/0eac1faa-66f9-4e49-8fb3-f0721027d89f}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { curl --fail --silent --show-error --no-progress-meter --location --retry 3 "$@"; }

echo "• the published files" >&2
fetch --dump-header "$work/headers" --output "$work/structures.json" "$structures"
fetch --output "$work/services.json" "$services"
# The day of the data is the one that the host gives it; else today.
modified=$(sed -n 's/^last-modified: *//Ip' "$work/headers" | tail -n 1 | tr -d '\r')
day=$(date -u -d "${modified:-now}" +%F)

echo "• the publication before, if there is one" >&2
mkdir "$work/previous"
previous=()
if [ -n "${PREVIOUS:-}" ]; then
	cp -R "$PREVIOUS/." "$work/previous/"
	previous=(--previous "$work/previous")
elif fetch --output "$work/previous/manifest.json" "$site/data/pack/manifest.json"; then
	node -e '
		const [folder, site] = process.argv.slice(1);
		const { files } = JSON.parse(require("fs").readFileSync(`${folder}/manifest.json`, "utf8"));
		for (const { n } of files) console.log(`url = "${site}/data/pack/${n}.gz"\noutput = "${folder}/${n}.gz"`);
	' "$work/previous" "$site" | fetch --parallel --config -
	gunzip "$work/previous/"*.gz
	previous=(--previous "$work/previous")
fi

echo "• the pack of $day" >&2
rm -rf "$dist/data/pack"
"$tool" pack --structures "$work/structures.json" --services "$work/services.json" --date "$day" \
	--brotli "${BROTLI:-11}" "${previous[@]}" --out "$dist/data/pack"
if [ "${COPIES:-}" = gzip ]; then
	find "$dist/data/pack" -name '*.pack' -delete
	find "$dist/data/pack" -name '*.br' -delete
fi
node -e '
	const { readFileSync, writeFileSync } = require("fs");
	const [path, gzip] = process.argv.slice(1);
	const { structures, services, ...config } = JSON.parse(readFileSync(path, "utf8"));
	const data = { pack: "data/pack/", ...(gzip === "gzip" ? { gzip: true } : {}) };
	writeFileSync(path, JSON.stringify({ ...config, ...data, fictif: false }, null, 2) + "\n");
' "$dist/config.json" "${COPIES:-}"
