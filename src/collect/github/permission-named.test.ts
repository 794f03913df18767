import { describe, expect, it } from 'vitest';
import type { UnknownReason } from '../../core/outcome.js';
import { permissionNamed } from './permission-named.js';

const keys = 'GET /repos/{owner}/{repo}/keys';

function textOf(reason: UnknownReason, ...operations: readonly string[]): string | undefined {
  const reads = operations.map((operation) => ({ key: operation, operation }));
  return permissionNamed({ gap: { reason, reads: [], text: 'refused' }, reads, delivered: false }).gap?.text;
}

describe('the permission that a token lacks', () => {
  it('is named where the read was denied, each once', () => {
    expect(textOf('denied', keys)).toBe('refused; the token needs repository: administration (read)');
    expect(textOf('denied', keys, keys, 'GET /orgs/{org}/hooks')).toBe(
      'refused; the token needs repository: administration (read), organization: webhooks (read)',
    );
  });

  it('is not named where something else went wrong, nor where the read asks for none', () => {
    expect(textOf('throttled', keys)).toBe('refused');
    expect(textOf('denied', 'GET /user')).toBe('refused');
    expect(textOf('denied', 'GET /unknown')).toBe('refused');
  });

  it('is not asked for where nothing is missing', () => {
    const whole = { gap: null, reads: [{ key: keys, operation: keys }], delivered: true };
    expect(permissionNamed(whole)).toBe(whole);
  });
});
