#!/usr/bin/env bash
# Installs the peers that the integration tests talk to, pinned, under ${PREPAY_PEERS:-~/.cache/prepay-peers}.
#
# usage: install.sh [moto | chromium | vnu | sarif | schemas | actionlint | junit | cosign …]      without a name: all of them.
# Prints one line a peer: its name, a tab, and what starts it: moto's Python, the browser, the jar of the Nu HTML checker,
# the folder of SARIF Multitool, the Python of the schema checks, actionlint, the schema of JUnit, cosign, veraPDF's
# folder of jars, the folder of the tools for PDF. Actionlint, the schema of JUnit and cosign need Go;
# without a name they are passed over, and said to be, where there is none.
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

# SARIF Multitool of Microsoft, with the rules of GitHub and the schema of SARIF. None of the package's scripts runs.
make_sarif() {
  mkdir "$1"
  cp "$here/validators/sarif/package.json" "$here/validators/sarif/package-lock.json" "$1"
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund
  chmod +x "$1/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
}
install_sarif() {
  local folder package=node_modules/@microsoft/sarif-multitool-linux
  folder=$peers/sarif-$(digest_of "$here/validators/sarif/package-lock.json")
  once "$folder" "$package/Sarif.Multitool" make_sarif
  printf 'sarif\t%s\n' "$folder/$package"
}

# check-jsonschema, which carries the schema of action.yml, and lxml, which validates by an XSD.
make_schemas() {
  "$python" -m venv "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/validators/requirements.txt"
}
install_schemas() {
  local venv
  venv=$peers/schemas-$(digest_of "$here/validators/requirements.txt")
  once "$venv" bin/python make_schemas
  printf 'schemas\t%s\n' "$venv/bin/python"
}

has_go() {
  command -v go >/dev/null && return 0
  echo "install.sh: $1 is NOT INSTALLED: it needs go, and there is none" >&2
  return 1
}

make_actionlint() {
  mkdir "$1"
  GOBIN=$1 GOFLAGS=-modcacherw go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
}
install_actionlint() {
  has_go actionlint || return 1
  once "$peers/actionlint-1.7.12" actionlint make_actionlint
  printf 'actionlint\t%s\n' "$peers/actionlint-1.7.12/actionlint"
}

# The schema that a module of Go carries.
make_junit() {
  mkdir "$1"
  GOFLAGS=-modcacherw go mod download -json github.com/yannh/kubeconform@v0.8.0 >"$1/module.json"
  cp "$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["Dir"])' "$1/module.json")/fixtures/junit.xsd" "$1"
}
install_junit() {
  has_go 'the schema of JUnit' || return 1
  once "$peers/junit-0.8.0" junit.xsd make_junit
  printf 'junit\t%s\n' "$peers/junit-0.8.0/junit.xsd"
}

# cosign, built from its source in about six minutes on two processors, and so the last of all. The gigabyte that the
# build leaves behind nothing else needs: it goes with the folder's own GOPATH and build cache.
make_cosign() {
  mkdir "$1"
  GOBIN=$1 GOPATH=$1/go GOCACHE=$1/cache GOFLAGS=-modcacherw GOTOOLCHAIN=local nice \
    go install -trimpath -ldflags='-s -w' github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
  rm -rf "$1/go" "$1/cache"
}
install_cosign() {
  has_go cosign || return 1
  once "$peers/cosign-3.1.3" cosign make_cosign
  printf 'cosign\t%s\n' "$peers/cosign-3.1.3/cosign"
}

# veraPDF's command line, which says whether a PDF is PDF/UA. Maven fetches the jars that pom.xml names, SHA256SUMS holds
# them to their bytes, and nothing of them runs before.
make_verapdf() {
  mkdir "$1"
  mvn --batch-mode --quiet --file "$here/validators/verapdf/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies -DoutputDirectory="$1"
  (cd "$1" && sha256sum --check --strict --quiet "$here/validators/verapdf/SHA256SUMS")
}
install_verapdf() {
  local folder
  if ! command -v java >/dev/null; then debian openjdk-17-jre-headless; fi
  if ! command -v mvn >/dev/null; then debian maven; fi
  folder=$peers/verapdf-$(digest_of "$here/validators/verapdf/SHA256SUMS")
  once "$folder" greenfield-apps-1.28.2.jar make_verapdf
  printf 'verapdf\t%s\n' "$folder"
}

# qpdf, and Poppler's readers of PDF.
install_pdf_tools() {
  if ! command -v qpdf >/dev/null || ! command -v pdftotext >/dev/null; then debian qpdf poppler-utils; fi
  printf 'pdf-tools\t%s\n' "$(dirname "$(command -v qpdf)")"
}

if [ $# -eq 0 ]; then
  set -- moto chromium vnu sarif schemas verapdf pdf-tools
  if has_go 'actionlint, the schema of JUnit, cosign'; then set -- "$@" actionlint junit cosign; fi
fi
for peer in "$@"; do
  case $peer in
    moto) install_moto ;;
    chromium) install_chromium ;;
    vnu) install_vnu ;;
    sarif) install_sarif ;;
    schemas) install_schemas ;;
    actionlint) install_actionlint ;;
    junit) install_junit ;;
    cosign) install_cosign ;;
    verapdf) install_verapdf ;;
    pdf-tools) install_pdf_tools ;;
    *)
      echo "install.sh: no peer is called $peer; expected moto, chromium, vnu, sarif, schemas, actionlint, junit, cosign, verapdf or pdf-tools" >&2
      exit 2
      ;;
  esac
done
