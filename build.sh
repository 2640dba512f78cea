#!/usr/bin/env bash
# The one door to the project: `./build.sh help`.
#
# Finds what it needs, installs what it can, and says in one sentence what you must install where it can't.
set -euo pipefail
cd "$(dirname "$0")"

root=$PWD
tool=$root/target/tool/inclusion-atlas
wasm_profile=wasm
binaryen_features=(--enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
	--enable-mutable-globals --enable-reference-types --enable-multivalue --enable-bulk-memory-opt)

say() { printf '• %s\n' "$*" >&2; }
die() {
	printf '✗ %s\n' "$*" >&2
	exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Debian packages, where we may install them; else fails.
debian() {
	has apt-get && [ "$(id -u)" = 0 ] || return 1
	say "installing $* from Debian's packages"
	apt-get update -qq >/dev/null 2>&1 || true
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

# ---------------------------------------------------------------- what is needed

need_rust() {
	has cargo && has cc && return
	has cc || debian gcc libc6-dev || die "A C linker is missing: install gcc or clang."
	has cargo || debian rustc-web cargo-web || die "Rust is missing: install it with rustup (stable), then run this again."
}

need_node() {
	has node && has npm || debian nodejs npm || die "Node.js is missing: install Node.js 20 or later with npm."
	if [ ! -e tests/node_modules/.package-lock.json ] ||
		[ tests/package-lock.json -nt tests/node_modules/.package-lock.json ]; then
		say "installing Node packages"
		(cd tests && npm ci --silent --no-audit --no-fund)
		touch tests/node_modules/.package-lock.json
	fi
}

need_chromium() {
	export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
	[ -n "$CHROMIUM" ] && return
	debian chromium || die "Chromium is missing: install it, or set CHROMIUM to its path."
	CHROMIUM=$(command -v chromium)
}

# Python with environments of its own: the official package is the validator's referee.
need_python() {
	python3 -c 'import ensurepip, venv' >/dev/null 2>&1 && return
	debian python3 python3-venv || die "Python 3 with venv is missing: install it (on Debian, python3-venv)."
}

# A compiler with a standard library for wasm32. The usual way is rustup's target. Where rustup can't fetch it, Debian's
# compiler builds the library from its sources. Sets `wasm_build`, a command that takes cargo's further arguments.
need_wasm() {
	if has rustup; then
		if ! rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
			timeout 120 rustup target add wasm32-unknown-unknown >/dev/null 2>&1 || true
		fi
		if rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
			wasm_build=(cargo build)
			return
		fi
	fi
	debian_std() {
		[ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] &&
			[ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ]
	}
	debian_std || debian rustc-web cargo-web rust-web-src ||
		die "No Rust standard library for wasm32: run \`rustup target add wasm32-unknown-unknown\`, or on Debian install rustc-web, cargo-web and rust-web-src."
	debian_std || die "Debian's Rust has no library sources: install rust-web-src."
	local linker
	linker=$(find "$(rustc --print sysroot)/lib/rustlib" -name rust-lld -type f 2>/dev/null | head -n 1)
	linker=${linker:-$(command -v wasm-ld-22 || command -v wasm-ld-19 || command -v wasm-ld || true)}
	if [ -z "$linker" ]; then
		debian lld-19 || die "A linker for WebAssembly is missing: install lld."
		linker=$(command -v wasm-ld-19)
	fi
	wasm_build=(env "PATH=/usr/bin:$PATH" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
		"CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker" /usr/bin/cargo build "-Zbuild-std=std,panic_abort")
}

# ---------------------------------------------------------------- what is built

build_tool() {
	need_rust
	cargo build --quiet --profile tool -p inclusion-atlas
}

# A module of `crate/web`, by the feature that holds it: `atlas` searches, `validation` validates, `charts` draws figures.
build_module() {
	local name=$1 feature=$2
	local built=target/wasm/wasm32-unknown-unknown/$wasm_profile/atlas_web.wasm out=target/pkg/$1
	CARGO_TARGET_DIR=$root/target/wasm "${wasm_build[@]}" --quiet --profile "$wasm_profile" --target wasm32-unknown-unknown \
		-p atlas-web --no-default-features --features "$feature"
	if [ -e "$out/$name.js" ] && cmp -s "$built" "$out/source.wasm"; then return; fi
	rm -rf "$out"
	target/tool/atlas-bindgen "$built" "$out" "$name"
	if [ "$wasm_profile" = quick ]; then
		cp "$built" "$out/source.wasm"
		return
	fi
	say "optimising $name"
	node tests/node_modules/binaryen/bin/wasm-opt -O3 --strip-debug --strip-producers "${binaryen_features[@]}" "$out/${name}_bg.wasm" -o "$out/${name}_bg.wasm"
	cp "$built" "$out/source.wasm"
}

build_wasm() {
	need_rust
	need_wasm
	need_node
	cargo build --quiet --profile tool -p atlas-bindgen
	say "building the engine"
	build_module atlas search
	build_module validation validation
	build_module charts charts
}

# A file as an ES module: what a page may not fetch under its policy, it may still import. A character a byte: unlike base64,
# hosts compress that as well as the bytes themselves.
as_module() {
	node -e '
		const { readFileSync, writeFileSync } = require("node:fs");
		const [from, to] = process.argv.slice(1);
		const escape = (letter) => ({ "\n": "\\n", "\r": "\\r" })[letter] ?? `\\${letter}`;
		const text = readFileSync(from, "latin1").replace(/["\\\n\r]/g, escape);
		writeFileSync(to, `export default "${text}";\n`);
	' "$1" "$2"
}

# `dist/files.js`: what the service worker keeps for offline use, and what it keeps only once it has been read.
list_files() {
	node -e '
		const { createHash } = require("node:crypto");
		const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
		const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
		const names = readdirSync("dist", { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.slice("dist/".length))
			.filter((name) => !/\.(d\.ts|map|br|gz)$|^(config\.json|service-worker\.js|files\.js)$/.test(name))
			.sort();
		const files = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(`dist/${name}`))]));
		// Modules in pkg/ are for partners and for the validator: pages have theirs in bundle/.
		const rare = /validat|valideur|territory\.js|charts|departements|overview|tableau|nouveautes|news|communes\/|^pkg\/.*\.js$/;
		const later = names.filter((name) => rare.test(name));
		const site = { version: sha256(JSON.stringify(files)), files, later };
		writeFileSync("dist/files.js", `self.SITE = ${JSON.stringify(site)};\n`);
	'
}

build() {
	build_tool
	build_wasm
	rm -rf dist
	mkdir -p dist/pkg/wasm
	cp -R www/. dist/
	cp target/pkg/atlas/atlas.js target/pkg/atlas/atlas_bg.wasm target/pkg/validation/validation.js \
		target/pkg/charts/charts.js target/pkg/charts/charts_bg.wasm dist/pkg/wasm/
	cp data/schemas/1.0.10/vocabularies.json dist/pkg/
	"$tool" prepare --data data --out dist/pkg
	as_module target/pkg/validation/validation_bg.wasm dist/pkg/wasm/validation.wasm.js
	as_module dist/pkg/territory.bin dist/pkg/territory.js
	node tests/bundle.js
	list_files
	say "dist/ is ready"
}

# Made-up data for a first look: half of it in the Ardennes and on La Réunion.
sample() {
	local out=target/sample
	[ $out/services.json -nt "$tool" ] ||
		"$tool" generate --structures 4000 --services 6000 --seed 1 --departements 08,974 --part 0.5 --out $out >/dev/null
	[ $out/pack/manifest.json -nt $out/services.json ] ||
		"$tool" pack --structures $out/structures.json --services $out/services.json --brotli 5 --out $out/pack >/dev/null
}

serve() {
	build
	case " $* " in
	*" --structures"* | *" --services"* | *" --pack"*) exec "$tool" serve --site dist "$@" ;;
	esac
	sample
	exec "$tool" serve --site dist --pack target/sample/pack --fictif "$@"
}

lint() {
	need_rust
	need_node
	has cargo-fmt || has rustfmt || debian rustfmt-web || true
	# Debian has no clippy for this compiler: there its checks are left to machines with rustup, and that is said.
	if has cargo-fmt; then cargo fmt --all --check; else say "rustfmt isn't here: Rust's form is not checked"; fi
	if has cargo-clippy; then
		cargo clippy --quiet --workspace --all-targets -- -D warnings
	else
		say "clippy isn't here: its lints are not checked"
	fi
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps
	(cd tests && npx --no-install prettier --config .prettierrc.json --check --log-level warn . ../www)
	(cd tests && npx --no-install tsc)
}

# Releases that the official package is asked about: those that count, and one of each time before. « all » asks them all.
referees=(1.0.10 1.0.0 0.27.0 0.22.0 0.15.0 0.10.0 0.9.1 0.8.0 0.7.0 0.4.1)

referee() {
	build_tool
	need_python
	case ${1:-} in
	all) python3 tests/validation/compare.py ;;
	"") python3 tests/validation/compare.py "${referees[@]}" ;;
	*) python3 tests/validation/compare.py "$@" ;;
	esac
}

# Every reader on random and damaged files, for so many seconds each.
fuzz() {
	need_rust
	ATLAS_FUZZ_SECONDS=${1:-60} cargo test --quiet -p atlas --test readers
}

tests() {
	build
	need_chromium
	cargo test --quiet --workspace
	referee
	(cd tests && node --test --test-concurrency=2 engine/*.test.js site/*.test.js journeys/*.test.js)
	node tests/size.js --check
}

bench() {
	build
	need_chromium
	need_python
	python3 tests/validation/referee.py 1.0.10 >&2
	node tests/bench/run.js "$@"
	node tests/bench/validation.js "$@"
	node tests/bench/site.js
	node tests/bench/interaction.js
	node tests/bench/map.js
}

# Pictures of every page, to be looked at.
screenshots() {
	build
	need_chromium
	node tests/screenshots.js "$@"
}

help() {
	cat <<'HELP'
./build.sh COMMAND

  serve [--structures PATH|URL --services PATH|URL | --pack FOLDER] [--port N]
            build, then serve the site, on a pack of made-up data unless told otherwise
  build     dist/: the site and the package, for any static host
            (with --quick as their first word, serve and build leave the engine unoptimised: for trying a change)
  test      every test: Rust, the official package as referee, engine in Node, journeys in a browser, sizes
  lint      formats, clippy, documentation, types
  fuzz [SECONDS]
            random and damaged files for every reader, a minute each
  referee [all | VERSION…]
            the validator against the official package of more releases than `test` asks
  screenshots [NAME… | --readme]
            every page, phone and desk, light and dark, into target/screenshots/; or the README's, into docs/
  check     what CI runs: lint, fuzz and test
  bench     on national made-up data: ratios against the usual JavaScript stack; the site in a browser
HELP
}

command=${1:-help}
[ $# -gt 0 ] && shift
if [ "${1:-}" = --quick ]; then
	wasm_profile=quick
	shift
fi
case $command in
serve | build | lint | bench | fuzz | referee | screenshots | help) "$command" "$@" ;;
test) tests "$@" ;;
check) exec .ci/run ;;
*)
	help >&2
	die "There is no command « $command »."
	;;
esac
