import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    settings: need('github.secret-scanning'),
  },
  run({ repository: { id }, settings }) {
    const found = settings.get(id);
    if (found.state !== 'found') return unknown(`whether ${id} is scanned for secrets cannot be said`, gapsOf(found));
    const { data, evidence } = found.value;
    const parts = [
      { name: 'secret scanning', isOn: data.isOn },
      { name: 'push protection', isOn: data.isPushProtected },
    ];
    const names = (isOn: boolean | null): string =>
      parts.flatMap((part) => (part.isOn === isOn ? [part.name] : [])).join(' and ');
    const [off, unsaid] = [names(false), names(null)];
    if (off !== '') return fail(`${id} is without ${off}`, evidence);
    if (unsaid !== '') return unknown(`GitHub does not say whether ${id} has ${unsaid}`, [], evidence);
    return pass(`${id} has secret scanning and push protection`, evidence);
  },
});
