import type { PreviousPack } from '../core/chain.js';
import type { KeyType } from './signer.js';

/** README.txt: what the folder is and where to begin. */
export function readmeText(packId: string): string {
  return `PrePay evidence pack ${packId}

The sealed result of one audit run: every answer that was read, the rules that judged, every verdict, and the reports.

Begin with    reports/          what an assessor reads
Check it with VERIFY.md         sha256sum, openssl and jq are enough
Then look at  results/          findings.jsonl (one verdict a line), clauses.json, populations.json, reads.json, waf-matrix.json
              scope.json        what was in scope, what was left out and by whom, what could not be read
              recording/        the answers themselves, one line a page: request, response, time, and the command that
                                collects the same again
              rules/            the controls, catalogs and parameters that judged; data to read, never executed
              run.json          declared time, effective configuration, selection, tool

manifest.json lists every other file with its size and SHA-256. Four files stand outside of it and follow from it:
manifest.json itself, SHA256SUMS, attestation.sigstore.json (the signature) and timestamp.tsr (if there is one).

A verdict names its evidence by read, page and JSON Pointer; VERIFY.md shows how that leads to the recorded bytes.
Outcomes are pass, fail, unknown, not-applicable and manual. Unknown means that something could not be read: it is
neither a pass nor a fail.
`;
}

/** What of the statement is checked by blocks of its own. */
export interface GuideStatement {
  readonly previousPack: PreviousPack | null;
  readonly nonce: string | null;
}

/**
 * VERIFY.md: how to check the pack without our tool, then with it. `type` is the signing key's, null if unsigned;
 * `isStamped`: the signature has a time stamp.
 */
export function verifyGuide(
  packId: string,
  type: KeyType | null,
  isStamped = false,
  said: GuideStatement = { previousPack: null, nonce: null },
): string {
  return [
    intro(packId, type, isStamped),
    files(type, isStamped),
    ...(type === null ? [unsigned] : [signature(type, isStamped)]),
    ...(isStamped ? [timeStamp] : []),
    ...(type === null || said.previousPack === null ? [] : [previous(said.previousPack.packId)]),
    ...(type === null || said.nonce === null ? [] : [challenge]),
    root,
    evidence,
    samples,
    withTool(type),
  ].join('\n');
}

function intro(packId: string, type: KeyType | null, isStamped: boolean): string {
  const key = `
\`KEY\` is the public key of the signer. Take it from the signer, never from this folder: what a pack says about its own
key proves nothing.

\`\`\`text
KEY=path/to/public.pem
\`\`\`
${isStamped ? tsaAuthority : ''}`;
  return `# Verifying ${packId}

You need bash, openssl 3, jq, sha256sum, od (GNU coreutils) and, for the last step only, Node.js. No network, and nothing
of ours. Open bash in this folder and paste the blocks in order. A block has passed only if it prints its line \`ok\`; if
any line \`ok\` is missing, do not rely on the pack. Read the commands before you run them, as you would any that come with
the thing that they check: they only read this folder, and write to one temporary folder.
${type === null ? '' : key}`;
}

function files(type: KeyType | null, isStamped: boolean): string {
  const outside = [
    'manifest.json',
    'SHA256SUMS',
    ...(type === null ? [] : ['attestation.sigstore.json']),
    ...(isStamped ? ['timestamp.tsr'] : []),
  ].join(' ');
  return `## 1. The files are the listed ones

\`\`\`sh
export LC_ALL=C
T=$(mktemp -d)
sha256sum -c --strict --quiet SHA256SUMS && echo "ok 1a: every listed file has its hash"
\`\`\`

\`\`\`sh
jq -r '.[] | .sha256 + "  " + .path' manifest.json > "$T/sums"
printf '%s  manifest.json\\n' "$(sha256sum < manifest.json | cut -d' ' -f1)" >> "$T/sums"
cmp "$T/sums" SHA256SUMS && echo "ok 1b: SHA256SUMS says what the manifest says"
\`\`\`

\`\`\`sh
find . ! -type d | sed 's|^\\./||' | sort > "$T/there"
{ jq -r '.[].path' manifest.json; printf '%s\\n' ${outside}; } | sort > "$T/listed"
cmp "$T/there" "$T/listed" && [ -z "$(find . ! -type d ! -type f)" ] && echo "ok 1c: nothing is missing, extra or a link"
\`\`\`
`;
}

const unsigned = `## 2. There is no signature

This pack is UNSIGNED. The blocks above find damage, but not a change by somebody who also made the lists again. Nobody
vouches for its contents, and \`prepay pack verify\` exits 1 on it.
`;

function signature(type: KeyType, isStamped: boolean): string {
  return `## 2. The signature

The signature is a DSSE envelope over an in-toto statement, in a Sigstore bundle. What is signed is the statement with its
type and length before it.

\`\`\`sh
jq -rj '.dsseEnvelope.payload' attestation.sigstore.json | openssl base64 -d -A > "$T/statement.json"
jq -rj '.dsseEnvelope.signatures[0].sig' attestation.sigstore.json | openssl base64 -d -A > "$T/signature"
printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < "$T/statement.json")" > "$T/signed"
cat "$T/statement.json" >> "$T/signed"
${verifyCommand(type)} && echo "ok 2a: signed by this key"
\`\`\`

\`\`\`sh
HASH=$(sha256sum < manifest.json | cut -d' ' -f1)
jq -e --arg h "$HASH" '.subject == [{name: "manifest.json", digest: {sha256: $h}}]' "$T/statement.json" > "$T/subject" \\
  && echo "ok 2b: what is signed is this manifest"
\`\`\`

Nothing else stands in the bundle: it is made again from what is signed and from the key, and compared.

\`\`\`sh
HINT=$(openssl pkey -pubin -in "$KEY" -outform DER | openssl dgst -sha256 -binary | openssl base64 -A)
{
  printf '{"dsseEnvelope":{"payload":"'; openssl base64 -A -in "$T/statement.json"
  printf '","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"'; openssl base64 -A -in "$T/signature"
  printf '"}]},"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",'
  printf '"verificationMaterial":{"publicKey":{"hint":"%s"},"timestampVerificationData":{' "$HINT"
${isStamped ? stampInBundle : ''}  printf '}}}'
} > "$T/bundle"
cmp "$T/bundle" attestation.sigstore.json && echo "ok 2c: the bundle holds nothing else; key SHA256:$HINT"
\`\`\`

What the signer states beside the manifest (time window, tool, who read, how the reads ended):

\`\`\`sh
jq .predicate "$T/statement.json"
\`\`\`
`;
}

function verifyCommand(type: KeyType): string {
  switch (type) {
    case 'p256':
      return 'openssl dgst -sha256 -verify "$KEY" -signature "$T/signature" "$T/signed"';
    case 'ed25519':
      return 'openssl pkeyutl -verify -pubin -inkey "$KEY" -rawin -in "$T/signed" -sigfile "$T/signature"';
  }
}

const stampInBundle = `  printf '"rfc3161Timestamps":[{"signedTimestamp":"%s"}]' "$(openssl base64 -A -in timestamp.tsr)"
`;

const tsaAuthority = `
\`TSA\` is the root certificate, in PEM, of the authority that stamped the signature. Take it from the authority.

\`\`\`text
TSA=path/to/tsa-root.pem
\`\`\`
`;

const timeStamp = `### When it was signed

An authority of time stamps (RFC 3161) vouches that the signature existed at the time that it names. What it stamped are
the bytes of the signature. Certificates are judged as of that time, since those of an authority expire.

\`\`\`sh
AT=$(openssl ts -reply -in timestamp.tsr -text 2> /dev/null | sed -n 's/^Time stamp: //p')
openssl ts -verify -in timestamp.tsr -data "$T/signature" -CAfile "$TSA" -untrusted tsa-chain.pem \\
  -attime "$(date -u -d "$AT" +%s)" 2> "$T/openssl" && echo "ok 2d: the signature existed at $AT"
\`\`\`

What the signer states of the time is that the last read ended at \`window.end\`; the stamp comes soon after it.

\`\`\`sh
jq -r .predicate.window.end "$T/statement.json"
\`\`\`
`;

function previous(packId: string): string {
  return `### The pack before this one

This pack says that it follows ${packId}, by the hash of that pack's manifest. \`PREVIOUS\` is the folder of that pack, from
the store of the entity's packs. That it is what it says is checked by its own VERIFY.md. Where it is not at hand, the chain
stays unchecked.

\`\`\`text
PREVIOUS=path/to/${packId}
\`\`\`

\`\`\`sh
printf '%s  %s\\n' "$(jq -r .predicate.previousPack.sha256 "$T/statement.json")" "$PREVIOUS/manifest.json" > "$T/previous"
sha256sum -c --strict --quiet "$T/previous" && echo "ok 2e: it follows ${packId}"
\`\`\`
`;
}

const challenge = `### The assessor's challenge

The run was given a challenge, and what is signed repeats it: the pack was made after the assessor chose it.

\`\`\`sh
jq -r .predicate.nonce "$T/statement.json"
\`\`\`
`;

const root = `## 3. The evidence root

Reports print the evidence root, so that a page on paper can be tied to this pack. It is the SHA-256 of the manifest's
entries for everything but the reports and the texts about the pack.

\`\`\`sh
jq -cjS 'map(select(.path | test("^(recording|rules|results|samples)/|^(scope|run)\\\\.json$")))' manifest.json | sha256sum
\`\`\`
`;

const evidence = `## 4. From a verdict to the recorded bytes

A line of results/findings.jsonl is one verdict. Each member of its \`evidence\` names a read (its key), a page of it, and
a JSON Pointer into that page. Choose a verdict (here the first that has evidence), take one such reference, find the
file that holds the read, and print what the pointer leads to.

\`\`\`sh
jq -c 'select(.evidence != [])' results/findings.jsonl | head -n 1 > "$T/finding"
jq '{control, outcome, resource, observed}' "$T/finding"
jq '.evidence[0]' "$T/finding" > "$T/reference"
\`\`\`

\`\`\`sh
FILE=$(jq -r --slurpfile r "$T/reference" '.[] | select(.key == $r[0].read) | .file' results/reads.json)
[ -z "$FILE" ] || jq --slurpfile r "$T/reference" '
  select(.type == "page" and .key == $r[0].read and .page == $r[0].page)
  | ($r[0].pointer | split("/")[1:] | map(gsub("~1"; "/") | gsub("~0"; "~"))) as $steps
  | {file: input_filename, line: input_line_number, startedAt, requestId, command,
     value: (reduce $steps[] as $step (.response; if type == "array" then .[$step | tonumber] else .[$step] end))}
  ' "$FILE"
\`\`\`

\`command\` is what collects the same again from the live system.
`;

const samples = `## 5. The samples

Only where samples/samples.json is there: an assessor's seed chose the samples. Anybody who has the seed and the populations
chooses the same again. A member is named by its scope, a slash and its id; its rank is the place of HMAC-SHA-256(seed, name)
among those of its kind.

\`\`\`sh
if [ -f samples/samples.json ]; then
  SEED=$(jq -rj .method.seed samples/samples.json | od -An -v -tx1 | tr -d ' \\n')
  jq -r '.sets[].kind' samples/samples.json | while read -r kind; do
    jq -r --arg kind "$kind" '.[] | select(.kind == $kind) | . as {$scope, $members}
      | ([$scope.account, $scope.region, $scope.org, $scope.repo, $scope.cluster, $scope.namespace, $scope.tenant]
        | map(strings) | join("/") | if . == "" then $scope.source else . end) as $where
      | $members[] | $where + "/" + .' results/populations.json |
      while IFS= read -r name; do
        printf '%s %s\\n' "$(printf '%s' "$name" | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$SEED" | sed 's/^.* //')" "$name"
      done | sort | head -n "$(jq --arg kind "$kind" '.sets[] | select(.kind == $kind) | .size' samples/samples.json)"
  done > "$T/drawn"
  jq -r '.sets[].chosen[] | .hmac + " " + .member' samples/samples.json > "$T/chosen"
  cmp "$T/drawn" "$T/chosen" && echo "ok 5: the samples are what the seed draws"
fi
\`\`\`

The size of a sample is the smallest n for which the chance of drawing no deviation, the product of (N - K - i) / (N - i) for
i = 0 to n - 1, is at most 1 - confidence; N is the population, K the tolerable share of it, rounded up.
`;

function withTool(type: KeyType | null): string {
  return `## 6. Performing every verdict again

The blocks above show that the files are the ones that were sealed. That the verdicts follow from the recording is shown
by the tool, of the version that run.json names: it reads the recording instead of the live systems, judges again, and
compares every result byte for byte. It runs nothing out of the pack, and needs no network once it is installed.

\`\`\`sh
jq -r .tool.version run.json
\`\`\`

\`\`\`text
npx prepay@THAT_VERSION pack verify path/to/this/folder${type === null ? '' : ' --key "$KEY"'}
\`\`\`
`;
}
