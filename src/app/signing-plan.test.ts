import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { parseConfig } from './config.js';
import { signingPlan, type SigningPlan } from './signing-plan.js';

function plan(signing: string, flag: string | null = null): SigningPlan {
  return signingPlan(flag, parseConfig('conf/prepay.yaml', `version: 1\nsigning: ${signing}\n`));
}

function refusal(signing: string): string {
  try {
    plan(signing);
    return 'nothing';
  } catch (error) {
    return error instanceof PrepayError ? `${error.code} ${error.message}` : String(error);
  }
}

const at = (file: string): string => join(process.cwd(), 'conf', file);
const timestamp = 'timestamp: { url: "https://tsa.example/", caFile: tsa.pem }';

describe('signingPlan', () => {
  it('finds files beside the configuration', () => {
    expect(plan('{ key: audit.key }').signer).toEqual({ kind: 'file', path: at('audit.key') });
    expect(plan('{ command: [./sign, -k, x], environment: [TOKEN], publicKey: a.pub }').signer).toEqual({
      kind: 'command',
      program: at('sign'),
      args: ['-k', 'x'],
      environment: ['TOKEN'],
      publicKey: at('a.pub'),
    });
    expect(plan('{ command: [/usr/bin/sign], publicKey: a.pub }').signer).toMatchObject({ program: '/usr/bin/sign' });
  });

  it('takes a key of KMS, with other credentials or those of the audit', () => {
    expect(plan('{ kms: alias/prepay }').signer).toEqual({ kind: 'kms', key: 'alias/prepay', profile: null });
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-0a';
    expect(plan(`{ kms: "${arn}", kmsProfile: signer }`).signer).toEqual({ kind: 'kms', key: arn, profile: 'signer' });
  });

  it('lets --sign stand before all of them', () => {
    expect(plan('{ kms: alias/prepay }', 'other.key').signer).toEqual({ kind: 'file', path: 'other.key' });
  });

  it('has signatures stamped by the authority, whose failure is one unless it may be', () => {
    const url = 'https://tsa.example/';
    expect(plan(`{ key: a, ${timestamp} }`).timestamp).toEqual({
      url,
      caFile: at('tsa.pem'),
      policy: null,
      required: true,
    });
    expect(
      plan(`{ key: a, ${timestamp.replace(' }', ', policy: 1.2.3, required: false }')} }`).timestamp,
    ).toMatchObject({
      policy: '1.2.3',
      required: false,
    });
    expect(plan('{ key: a }').timestamp).toBeNull();
  });

  it.each([
    ['{ required: true }', 'requires a signature (signing.required), but no key is given'],
    [`{ ${timestamp} }`, 'has signatures stamped (signing.timestamp), but no key is given'],
    ['{ key: a, kms: alias/b }', '"signing.kms": expected one way to sign, got key and kms'],
    ['{ command: [./a] }', '"signing.command": expected signing.publicKey beside it'],
    ['{ command: [sign], publicKey: a }', '"signing.command": expected a path'],
    ['{ key: a, publicKey: b }', '"signing.publicKey": goes with signing.command only'],
    ['{ key: a, environment: [B] }', '"signing.environment": goes with signing.command only'],
    ['{ key: a, kmsProfile: b }', '"signing.kmsProfile": goes with signing.kms only'],
    ['{ kms: 1234 }', 'signing.kms'],
    ['{ kms: "https://x" }', 'expected the ARN of a KMS key or alias'],
    ['{ keys: [{ publicKey: a, validFrom: 2026-02-01, validUntil: 2026-01-01 }] }', 'expected no day before validFrom'],
    ['{ keys: [{ publicKey: a, validFrom: yesterday, validUntil: 2026-01-01 }] }', 'expected a day such as'],
    [`{ key: a, timestamp: { url: "file:///x", caFile: b } }`, 'signing.timestamp.url'],
    [`{ key: a, timestamp: { url: "https://x.example", caFile: b, policy: x } }`, 'expected an object identifier'],
  ])('refuses %s', (signing, why) => {
    expect(refusal(signing)).toMatch(/^PREPAY_CONFIG_INVALID conf\/prepay\.yaml/);
    expect(refusal(signing)).toContain(why);
  });
});
