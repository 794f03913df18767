import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';

export default defineCheck({
  needs: { hook: need('github.webhook', { as: 'subject' }) },
  run({ hook: { id, data } }) {
    const { origin, verifiesTls, hasSecret } = data;
    const name = `${id} to ${origin ?? 'an address that GitHub does not name'}${data.isActive ? '' : ' (not active)'}`;
    const wrong = [
      ...(origin !== null && !origin.startsWith('https://') ? ['does not use HTTPS'] : []),
      ...(verifiesTls === false ? ['does not verify the certificate'] : []),
      ...(hasSecret ? [] : ['has no secret to sign with']),
    ];
    if (wrong.length > 0) return fail(`${name} ${wrong.join(', ')}`);
    if (origin === null) return unknown(`whether ${name} uses HTTPS cannot be said`, []);
    if (verifiesTls === null) return unknown(`whether ${name} verifies the certificate cannot be said`, []);
    return pass(`${name} verifies the certificate and signs what it sends`);
  },
});
