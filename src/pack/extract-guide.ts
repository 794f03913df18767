import type { ExtractFile, ExtractOf } from './extract.js';

/** README.txt of an extract: what it is, and what it does not show. */
export function extractReadme({ packId, of, given, withheld }: ExtractFile): string {
  return `Extract of PrePay evidence pack ${packId}: ${words(of)}

extract.json holds ${given.length} lines of the pack (findings, and recorded answers that they rest on), and names
${withheld.length} recorded answers that are withheld, since they hold what is not for the reader of this extract.

Each line is proven: it stands in the Merkle tree (RFC 6962, leaves salted) whose root is part of the statement that was
signed over the whole pack, attestation.sigstore.json. VERIFY.md shows how to check that. The extract proves that what it
shows is in the pack, at the place that it names. Of a withheld line the digest is proven, its place is not. It does not prove that the pack holds nothing else on the matter: only who has the pack can say so.
`;
}

function words(of: ExtractOf): string {
  return 'tenant' in of ? `the tenant ${of.tenant}` : `${of.framework}, clause ${of.clause}`;
}

/** VERIFY.md of an extract: with openssl, jq and xxd's like alone, then with the tool. */
export function extractGuide({ packId }: ExtractFile): string {
  return `# Verifying an extract of ${packId}

You need bash, openssl 3 and jq. \`KEY\` is the public key of the signer (ECDSA P-256), received by a way of its own.

\`\`\`text
KEY=path/to/public.pem
\`\`\`

## 1. The statement was signed

\`\`\`sh
export LC_ALL=C
T=$(mktemp -d)
jq -rj '.dsseEnvelope.payload' attestation.sigstore.json | openssl base64 -d -A > "$T/statement.json"
jq -rj '.dsseEnvelope.signatures[0].sig' attestation.sigstore.json | openssl base64 -d -A > "$T/signature"
printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < "$T/statement.json")" > "$T/signed"
cat "$T/statement.json" >> "$T/signed"
if openssl pkey -pubin -in "$KEY" -text -noout | grep -q ED25519; then
  openssl pkeyutl -verify -pubin -inkey "$KEY" -rawin -in "$T/signed" -sigfile "$T/signature"
else
  openssl dgst -sha256 -verify "$KEY" -signature "$T/signature" "$T/signed"
fi && echo "ok 1: signed by this key"
\`\`\`

## 2. The tree is the one that was signed

\`\`\`sh
jq -cS '[.predicate.packId, .predicate.window.start, .predicate.leaves]' "$T/statement.json" > "$T/signed-tree"
jq -cS '[.packId, .declaredAt, .tree]' extract.json > "$T/tree"
cmp "$T/signed-tree" "$T/tree" && echo "ok 2: this tree was signed"
\`\`\`

## 3. Every line stands in it

A leaf is SHA-256(0x00, salt, file, colon, number of the line, line feed, text of the line); two nodes give SHA-256(0x01, left, right).

\`\`\`sh
bytes() { printf '%b' "$(printf '%s' "$1" | sed 's/../\\\\x&/g')"; }
sha() { openssl dgst -sha256 -r | cut -d' ' -f1; }
SIZE=$(jq .tree.size extract.json) ROOT=$(jq -r .tree.root extract.json)
prove() { # index, hash of the leaf, proof
  local place=$1 hash=$2 last=$((SIZE - 1)); shift 2
  while [ "$last" -gt 0 ]; do
    if [ "$place" -ne "$last" ] || [ $((place % 2)) -eq 1 ]; then
      [ $# -gt 0 ] || return 1
      if [ $((place % 2)) -eq 0 ]; then hash=$({ bytes 01; bytes "$hash"; bytes "$1"; } | sha); else hash=$({ bytes 01; bytes "$1"; bytes "$hash"; } | sha); fi
      shift
    fi
    place=$((place / 2)) last=$((last / 2))
  done
  [ $# -eq 0 ] && [ "$hash" = "$ROOT" ]
}
GIVEN=$(jq '.given | length' extract.json) WITHHELD=$(jq '.withheld | length' extract.json) PROVEN=0
for ((i = 0; i < GIVEN; i++)); do
  leaf=$({ bytes 00; bytes "$(jq -r ".given[$i].salt" extract.json)"; jq -rj --argjson i "$i" '.given[$i] | .path + ":" + (.line | tostring) + "\\n" + .text' extract.json; } | sha)
  prove "$(jq ".given[$i].index" extract.json)" "$leaf" $(jq -r ".given[$i].proof[]" extract.json) && PROVEN=$((PROVEN + 1))
done
for ((i = 0; i < WITHHELD; i++)); do
  prove "$(jq ".withheld[$i].index" extract.json)" "$(jq -r ".withheld[$i].leaf" extract.json)" $(jq -r ".withheld[$i].proof[]" extract.json) && PROVEN=$((PROVEN + 1))
done
[ "$PROVEN" -eq $((GIVEN + WITHHELD)) ] && echo "ok 3: $PROVEN lines are lines of the pack"
\`\`\`

## 4. With the tool

\`\`\`text
npx prepay pack verify path/to/this/folder --key "$KEY"
\`\`\`
`;
}
