import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';

/** Whatever else may be negotiated, a handshake with one of these is no protection. */
const brokenCipher = /RC4|DES|NULL|EXP|MD5|ADH|AECDH/;
const oldProtocol = /^(SSLv\d|TLSv1(\.[01])?)$/;
const currentProtocol = /^TLSv1\.[23]$/;

export default defineCheck({
  needs: {
    listener: need('aws.elbv2.listener', { as: 'subject' }),
    policies: need('aws.elbv2.ssl-policy'),
  },
  run({ listener: { id, data }, policies }) {
    if (data.protocol !== 'HTTPS' && data.protocol !== 'TLS') {
      return notApplicable('no-tls', `${id} speaks ${data.protocol} and negotiates no TLS`);
    }
    const { sslPolicy } = data;
    if (sslPolicy === null) return unknown(`the security policy of ${id} is not said`, []);
    const found = policies.get(sslPolicy);
    if (found.state !== 'found') {
      return unknown(`what the security policy ${sslPolicy} of ${id} allows cannot be said`, gapsOf(found));
    }
    const { data: policy, evidence } = found.value;
    const weak = [
      ...policy.protocols.filter((protocol) => oldProtocol.test(protocol)),
      ...policy.ciphers.filter((cipher) => brokenCipher.test(cipher)),
    ];
    if (weak.length > 0) return fail(`${id} offers ${weak.join(', ')} by its security policy ${sslPolicy}`, evidence);
    const unplaced = policy.protocols.filter((protocol) => !currentProtocol.test(protocol));
    if (unplaced.length > 0 || policy.protocols.length === 0) {
      const what = unplaced.length > 0 ? unplaced.join(', ') : 'no protocol';
      return unknown(`${id} offers ${what} by its security policy ${sslPolicy}, which cannot be placed`, [], evidence);
    }
    return pass(`${id} offers ${policy.protocols.join(', ')} only, by its security policy ${sslPolicy}`, evidence);
  },
});
