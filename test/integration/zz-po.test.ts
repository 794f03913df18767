import { it } from 'vitest';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { startGithub } from './peers/github/index.js';
import { auditOrganizations } from './planted-organization/audit.js';
import { organizationScenario, organizations } from './planted-organization/organizations.js';
it('x', async () => {
  stubNoProxy();
  const peer = await startGithub(organizationScenario);
  await auditOrganizations(peer, 'member', organizations);
  const all = await auditOrganizations(peer, 'blind', organizations);
  for (const f of all) if (['required-gates-really-enforced', 'actions-pinned', 'default-branch-requires-review', 'merges-reviewed-by-another'].includes(f.control)) console.log(f.control, f.resource.id, f.outcome, f.reason, f.observed.slice(0, 300));

  await peer.stop();
});
