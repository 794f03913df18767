#!/usr/bin/env bash
# Installs the peers that the integration tests talk to, pinned, under ${PREPAY_PEERS:-~/.cache/prepay-peers}.
#
# usage: install.sh [moto | chromium | vnu …]        without a name: all of them. Prints one line a peer: its name, a tab,
# and what starts it: moto's Python, the browser, the jar of the Nu HTML checker.
#
# What is there already is left alone. Each peer is made aside and moved into place when it is whole, so that an
# interrupted install leaves no half of one, and two at once do no harm: the second waits (where flock is to be had), or
# throws its own away. Needs python3 (another one: PREPAY_PYTHON) and its venv module. A browser (another one:
# PREPAY_CHROMIUM) and Java are the system's own; where they are missing, apt-get installs them, which needs root or sudo.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=${PREPAY_PEERS:-$HOME/.cache/prepay-peers}
python=${PREPAY_PYTHON:-python3}
mkdir -p "$peers"

aside=''
trap '[ -z "$aside" ] || rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM

digest_of() {
  "$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()[:12])' "$1"
}

# Makes a folder by a command that is given a folder aside, unless the folder is there. A folder counts as there when the
# named file is in it.
once() {
  local folder=$1 witness=$2
  shift 2
  [ ! -e "$folder/$witness" ] || return 0
  exec 9>"$folder.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if [ ! -e "$folder/$witness" ]; then
    aside=$folder.$$
    rm -rf "$aside"
    "$@" "$aside" >&2
    # rename(2) refuses where another install was faster; mv would put the one folder into the other.
    "$python" -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$aside" "$folder" 2>/dev/null || test -e "$folder/$witness"
    rm -rf "$aside"
    aside=''
  fi
  exec 9>&-
}

# Packages of Debian, one install at a time.
debian() {
  local as=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "install.sh: $* is missing, and installing it needs root" >&2
      return 1
    fi
    as=(sudo)
  fi
  exec 8>"$peers/apt.lock"
  if command -v flock >/dev/null; then flock 8; fi
  "${as[@]}" apt-get update --quiet --quiet >&2
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@" >&2
  exec 8>&-
}

# moto with what moto_plus.py and canned.py import; one folder for each content of requirements.txt.
make_moto() {
  "$python" -m venv "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/aws/requirements.txt"
}
install_moto() {
  local venv
  venv=$peers/moto-$(digest_of "$here/aws/requirements.txt")
  once "$venv" bin/python make_moto
  printf 'moto\t%s\n' "$venv/bin/python"
}

# The browser that the report is tried in.
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
install_chromium() {
  local found=${PREPAY_CHROMIUM:-}
  if [ -z "$found" ] && ! browser >/dev/null; then debian chromium fonts-liberation; fi
  printf 'chromium\t%s\n' "${found:-$(browser)}"
}

# The Nu HTML checker, and the Java that it runs on; the package holds the jar, and none of its scripts runs.
make_vnu() {
  mkdir "$1"
  cp "$here/html/vnu/package.json" "$here/html/vnu/package-lock.json" "$1"
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund
}
install_vnu() {
  local folder jar=node_modules/vnu-jar/build/dist/vnu.jar
  if ! command -v java >/dev/null; then debian openjdk-17-jre-headless; fi
  folder=$peers/vnu-$(digest_of "$here/html/vnu/package-lock.json")
  once "$folder" "$jar" make_vnu
  printf 'vnu\t%s\n' "$folder/$jar"
}

[ $# -gt 0 ] || set -- moto chromium vnu
for peer in "$@"; do
  case $peer in
    moto) install_moto ;;
    chromium) install_chromium ;;
    vnu) install_vnu ;;
    *)
      echo "install.sh: no peer is called $peer; expected moto, chromium or vnu" >&2
      exit 2
      ;;
  esac
done
