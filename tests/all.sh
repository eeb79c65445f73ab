#!/bin/sh
# The one test command: sh tests/all.sh
#
# Runs everything there is: the Rust tests, two builds of the sample that must
# be the same to the byte, and the sample's pages in a real browser. What is
# missing is installed where that is possible (Debian, as root). Goes on after
# a failure, so that one run shows all of them. Without a browser the pages are
# skipped, loudly; with CI=true that is a failure.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
# Debian keeps servers out of an ordinary user's path.
PATH=$PATH:/usr/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/xunli-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

passed=0 failed=0 skipped=0 failures=

# step TITLE COMMAND...: runs one step and counts it.
step() {
  title=$1
  shift
  printf '\n== %s\n' "$title"
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures="$failures
FAILED: $title"
  fi
}

documentation() {
  RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --quiet
}

# Debian packages of the programs that are not here.
missing() {
  for program in chromium:chromium nginx:nginx-light pdftotext:poppler-utils \
    java:default-jre-headless node:nodejs npm:npm fc-list:fontconfig; do
    command -v "${program%%:*}" >/dev/null || printf '%s ' "${program##*:}"
  done
  # Widths are measured with Chinese letters, not with the empty boxes of a machine that has none.
  [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || printf 'fonts-noto-cjk '
}

# True when the browser suite can run; installs what it needs where that is possible.
tools() {
  packages=$(missing)
  if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing: $packages"
    # shellcheck disable=SC2086 # a list of names
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $packages >"$work/apt.log" 2>&1 || tail -n 20 "$work/apt.log"
    packages=$(missing)
  fi
  [ -z "$packages" ] || {
    echo "not to be had here: $packages"
    return 1
  }
  (cd tests/browser && npm ci --silent)
}

# Other servers that the README has a block for, and what reads compressed files
# back; without them nginx is asked alone.
servers() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  for program in caddy:caddy apache2:apache2-bin brotli:brotli zstd:zstd; do
    command -v "${program%%:*}" >/dev/null || DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${program##*:}" media-types >>"$work/apt.log" 2>&1 ||
      echo "not to be had here: ${program%%:*}"
  done
}

# cargo-deny, installed where it is missing: unoptimised, a third of the time to compile.
deny() {
  cargo deny --version >/dev/null 2>&1 ||
    CARGO_TARGET_DIR="$work/deny" cargo install --locked --debug --quiet cargo-deny
}

# Licences, duplicates and sources of the crates; and known holes, where the
# network reaches the database of them.
crates() {
  deny && cargo deny --config .deny.toml check bans licenses sources || return 1
  if cargo deny --config .deny.toml fetch db 2>"$work/deny.log"; then
    cargo deny --config .deny.toml check advisories
  else
    echo "SKIPPED: advisories. Their database is not to be had here:"
    tail -n 1 "$work/deny.log"
  fi
}

release() {
  cargo build --locked --release && xunli=${CARGO_TARGET_DIR:-target}/release/xunli &&
    xunli=$(cd "$(dirname "$xunli")" && pwd)/xunli
}

# The same content elsewhere, copied in another order, by another clock, in
# another language, on other threads.
same_bytes() {
  other="$work/else where"
  mkdir -p "$other/content" || return 1
  (cd content && find . -type d | sort -r | while read -r folder; do
    mkdir -p "$other/content/$folder" || exit 1
  done && find . -type f | sort -r | while read -r file; do
    cp "$file" "$other/content/$file" || exit 1
  done) || return 1
  env -i PATH="$PATH" HOME="$work" TZ=UTC LC_ALL=C RAYON_NUM_THREADS=1 \
    "$xunli" build "$root" --strict --output "$work/site" &&
    (cd "$other" && env -i PATH="$PATH" HOME=/ TZ=Asia/Kathmandu LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 RAYON_NUM_THREADS=7 \
      "$xunli" build --strict --output "$work/again") &&
    [ -f "$work/site/index.html" ] &&
    diff -r "$work/site" "$work/again" &&
    echo "$(find "$work/site" -type f | wc -l) files, the same twice"
}

# The sample with an address has a feed, a sitemap and canonical links as well;
# as a government site it has its tags and footer. It wears the other theme.
url=https://www.example.gov.cn/xiaobo/

official() {
  content=$1/content
  mkdir -p "$1" && cp -r content "$1/" &&
    sed "s|^title .*|&\nurl = \"$url\"|; s/^theme .*/theme = \"qing\"/" content/site.toml >"$content/site.toml" &&
    cat tests/browser/government.toml >>"$content/site.toml" &&
    cp content/2019/liandu/guangfu.png "$content/dangzheng.png" &&
    cp content/2019/liandu/guangfu.png "$content/jiucuo.png" || return 1
  # The sample's editions and pages say no day of publishing.
  for edition in "$content"/*/edition.toml; do
    sed -i '0,/^as_of/s//published = 2026-01-05T09:30:00\nas_of/' "$edition"
  done
  for page in "$content"/*.md; do
    sed -i '1s/^+++$/+++\ndate = 2026-01-05T09:30:00/' "$page"
  done
}

pages() {
  official "$work/addressed" &&
    "$xunli" build "$work/addressed" --strict --quiet &&
    node tests/browser/run.mjs "$work/site" content "$work/addressed/output" "$url"
}

# Before the Rust tests, which ask real servers.
browser=no
tools && browser=yes
servers

step 'formatting' cargo fmt --check
step 'lints' cargo clippy --locked --quiet --all-targets -- -D warnings
step 'Rust tests' cargo test --locked --quiet --no-fail-fast
step 'documentation' documentation
step 'release build' release
step 'two builds of the sample, byte for byte' same_bytes

step 'crates: licences, bans, sources, advisories' crates

if [ "$browser" = yes ]; then
  step 'the browser suite catches what it should' node --test --test-reporter=spec tests/browser/selftest.mjs
  step 'the sample in a browser' pages
  step 'new showcases in an editor that checks TOML' node tests/browser/taplo.mjs "$xunli" content
  step 'attempts at script in a browser' node tests/browser/xss.mjs "$xunli"
elif [ "${CI:-}" = true ]; then
  step 'the sample in a browser' false
else
  skipped=$((skipped + 1))
  printf '\n== SKIPPED: the sample in a browser. No page was looked at.\n'
fi

printf '%s\n\nsteps: %d passed, %d failed, %d skipped\n' "$failures" "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
