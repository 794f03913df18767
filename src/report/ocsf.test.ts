import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostileInput, sampleInput } from '../../test/unit/report/sample.js';
import { buildModel } from './model.js';
import { writeOcsf } from './ocsf.js';

const event = z.object({
  class_uid: z.literal(2003),
  type_uid: z.literal(200_301),
  time: z.int(),
  severity: z.string(),
  metadata: z.object({ profiles: z.array(z.string()).optional() }),
  cloud: z.object({ account: z.object({ uid: z.string() }) }).optional(),
  finding_info: z.object({ uid: z.string() }),
  compliance: z.object({
    control: z.string(),
    status_id: z.int(),
    status_code: z.string(),
    requirements: z.array(z.string()).optional(),
  }),
  resources: z.tuple([z.object({ uid: z.string(), type: z.string(), name: z.string().optional() })]),
  unmapped: z.object({ scope: z.unknown(), evidence: z.array(z.object({ number: z.string() })) }),
});

function eventsOf(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => event.parse(JSON.parse(line)));
}

const hostile = '</td>\u202e [a](b)\n" \u0000';

describe.each([
  ['a sample', sampleInput({ findings: 40 })],
  ['hostile names', hostileInput(hostile)],
])('OCSF of %s', (_, input) => {
  const model = buildModel(input);
  const events = eventsOf(writeOcsf(model));

  it('gives the same findings when it is read back', () => {
    const back = events.map(({ finding_info, compliance, severity, resources: [resource], unmapped }) => ({
      fingerprint: finding_info.uid,
      control: compliance.control,
      outcome: compliance.status_code,
      severity: severity.toLowerCase(),
      resource: { kind: resource.type, id: resource.uid, name: resource.name ?? null, scope: unmapped.scope },
      evidence: unmapped.evidence.map(({ number }) => number),
    }));
    expect(back).toEqual(
      model.findings.map(({ fingerprint, control, outcome, severity, resource, evidence }) => ({
        fingerprint,
        control,
        outcome,
        severity,
        resource,
        evidence: evidence.map(({ number }) => number),
      })),
    );
  });

  it('passes nothing but a pass', () => {
    for (const { compliance } of events) expect(compliance.status_id === 1).toBe(compliance.status_code === 'pass');
  });

  it('lists the profile of the cloud exactly where the cloud is there', () => {
    for (const { cloud, metadata } of events)
      expect(metadata.profiles?.includes('cloud') === true).toBe(cloud !== undefined);
  });
});

describe('an OCSF event', () => {
  it('has no cloud for what is in no account, and is dated by the run', () => {
    const input = sampleInput({ findings: 1 });
    const findings = input.findings.map((finding) => ({
      ...finding,
      owner: null,
      resource: { ...finding.resource, scope: { source: 'github', org: 'prepay' } as const },
    }));
    const [only] = eventsOf(writeOcsf(buildModel({ ...input, findings, controls: [] })));
    expect(only?.cloud).toBeUndefined();
    expect(only?.metadata.profiles).toBeUndefined();
    expect(only?.compliance.requirements).toBeUndefined();
    expect(only?.time).toBe(Date.parse(input.run.declaredAt));
  });

  it('is none where there is no finding', () => {
    expect(writeOcsf(buildModel(sampleInput({ findings: 0 })))).toBe('');
  });
});
