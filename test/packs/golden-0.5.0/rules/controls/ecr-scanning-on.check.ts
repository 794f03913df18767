import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { scanFrequency } from '../../../src/derive/aws/ecr-scan-rules.js';

export default defineCheck({
  needs: {
    repository: need('aws.ecr.repository', { as: 'subject' }),
    registry: need('aws.ecr.registry'),
  },
  run({ repository, registry }) {
    const { repositoryName: name, registryId, isScannedOnPush } = repository.data;
    const found = registry.get(registryId);
    if (found.state === 'unknown') return unknown(`how the registry of ${name} scans cannot be said`, found.gaps);
    if (found.state === 'absent') return unknown(`nothing says how the registry of ${name} scans`, []);
    const { data, evidence } = found.value;
    const scanning = data.scanType === 'ENHANCED' ? 'enhanced' : 'basic';
    const frequency = scanFrequency(data, name);
    switch (frequency) {
      case 'CONTINUOUS_SCAN':
        return pass(`the registry's ${scanning} scanning covers ${name} continuously`, evidence);
      case 'SCAN_ON_PUSH':
        return pass(`the registry's ${scanning} scanning covers ${name} on push`, evidence);
      case 'MANUAL':
        return fail(`the registry's ${scanning} scanning leaves ${name} to scans by hand`, evidence);
      case 'unsaid':
        return unknown(`the registry's enhanced scanning has no rule: it covers ${name} or nothing`, [], evidence);
      case null:
        break;
    }
    // Where there are rules, a setting of the repository's own counts for nothing: docs/adr/0028.
    if (data.rules.length > 0) {
      return fail(`no rule of the registry's ${scanning} scanning is about ${name}`, evidence);
    }
    return isScannedOnPush
      ? pass(`${name} has its images scanned on push, by a setting of its own`, evidence)
      : fail(`neither the registry nor ${name} itself has its images scanned`, evidence);
  },
});
