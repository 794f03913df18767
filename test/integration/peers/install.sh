#!/usr/bin/env bash
# Installs the peers that the integration tests talk to, pinned, under ${PREPAY_PEERS:-~/.cache/prepay-peers}.
#
# usage: install.sh [moto …]        without a name: all of them. Prints one line a peer: its name, a tab, what starts it.
#
# What is there already is left alone. Each peer is made aside and moved into place when it is whole, so that an
# interrupted install leaves no half of one, and two at once do no harm: the second waits (where flock is to be had), or
# throws its own away. Needs python3 (another one: PREPAY_PYTHON) and its venv module.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=${PREPAY_PEERS:-$HOME/.cache/prepay-peers}
python=${PREPAY_PYTHON:-python3}
mkdir -p "$peers"

aside=''
trap '[ -z "$aside" ] || rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM

# moto with what moto_plus.py and canned.py import; one folder for each content of requirements.txt.
install_moto() {
  local requirements=$here/aws/requirements.txt digest venv
  digest=$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()[:12])' "$requirements")
  venv=$peers/moto-$digest
  if [ ! -x "$venv/bin/python" ]; then
    exec 9>"$venv.lock"
    if command -v flock >/dev/null; then flock 9; fi
  fi
  if [ ! -x "$venv/bin/python" ]; then
    aside=$venv.$$
    rm -rf "$aside"
    "$python" -m venv "$aside" >&2
    "$aside/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    # rename(2) refuses where another install was faster; mv would put the one folder into the other.
    "$python" -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$aside" "$venv" 2>/dev/null || test -x "$venv/bin/python"
    rm -rf "$aside"
    aside=''
  fi
  printf 'moto\t%s\n' "$venv/bin/python"
}

[ $# -gt 0 ] || set -- moto
for peer in "$@"; do
  case $peer in
    moto) install_moto ;;
    *)
      echo "install.sh: no peer is called $peer; expected moto" >&2
      exit 2
      ;;
  esac
done
