import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/app/package-root.js';
import { throwAwaySigner } from '../src/pack/signer.js';
import { auditDemo } from '../test/helpers/audit-demo.js';

// npm run golden-pack: makes test/packs/golden-<version>/ from the recorded demo platform, and beside it the public key
// that it was signed with. Replaces the pack of this version, never another. The private key dies with this process.
const name = `golden-${packageRoot.version}`;
const packs = join(packageRoot.folder, 'test', 'packs');
const target = join(packs, name);
const work = mkdtempSync(join(tmpdir(), 'prepay-golden-'));
try {
  const signer = throwAwaySigner();
  const { paths } = await auditDemo({ name: 'before', out: work, formats: ['html', 'json', 'csv'], signer });
  if (paths.pack === null) throw new Error('the audit of the demo sealed no pack');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  cpSync(realpathSync(paths.pack), target, { recursive: true });
  writeFileSync(join(packs, `${name}.key.pub`), signer.publicKey.export({ type: 'spki', format: 'pem' }));
  process.stdout.write(`${target}: signed by ${signer.fingerprint}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
