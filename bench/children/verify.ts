/** Verifies a pack as another version of the tool would, which replays nothing. usage: verify.js PACK KEY */
import { verifyPack } from '../../src/pack/verify.js';
import { loadPublicKey } from '../../src/pack/signer.js';
import { report, timed } from './usage.js';

const [pack = '', key = ''] = process.argv.slice(2);
const { value, ...times } = await timed(async () =>
  verifyPack(pack, {
    publicKeys: [await loadPublicKey(key)],
    toolVersion: '0.0.0',
    ruleDigests: new Map(),
    replay: null,
    onStep: () => undefined,
  }),
);
const unexpected = value.steps.filter(({ result }) => result === 'failed');
if (unexpected.length > 0 || value.fingerprint === null) throw new Error(JSON.stringify(value.steps));
report({ ...times, steps: value.steps.map(({ name, result }) => `${name}: ${result}`) });
