import { describe, expect, it } from 'vitest';
import { redact } from '../transport/redact.js';
import { awsOperation } from './operations.js';
import { parseDetector, parseFinding } from './parse-guardduty.js';

describe('a detector', () => {
  it('has its features with what is switched below them', () => {
    const Features = [
      { Name: 'S3_DATA_EVENTS', Status: 'DISABLED', UpdatedAt: '2026-01-01T00:00:00.000Z' },
      {
        Name: 'RUNTIME_MONITORING',
        Status: 'ENABLED',
        AdditionalConfiguration: [{ Name: 'EKS_ADDON_MANAGEMENT', Status: 'ENABLED' }],
      },
    ];
    const DataSources = { S3Logs: { Status: 'ENABLED' } };
    expect(parseDetector({ Status: 'ENABLED', Features, DataSources })).toEqual({
      isOn: true,
      features: [
        { name: 'S3_DATA_EVENTS', isEnabled: false, additional: [] },
        {
          name: 'RUNTIME_MONITORING',
          isEnabled: true,
          additional: [{ name: 'EKS_ADDON_MANAGEMENT', isEnabled: true }],
        },
      ],
      listsAllFeatures: true,
    });
  });

  it('that lists no features is read by its older data sources, which say less', () => {
    const DataSources = {
      CloudTrail: { Status: 'ENABLED' },
      S3Logs: { Status: 'ENABLED' },
      Kubernetes: { AuditLogs: { Status: 'DISABLED' } },
      MalwareProtection: { ScanEc2InstanceWithFindings: { EbsVolumes: { Status: 'ENABLED' } } },
    };
    expect(parseDetector({ Status: 'DISABLED', DataSources })).toEqual({
      isOn: false,
      features: [
        { name: 'S3_DATA_EVENTS', isEnabled: true, additional: [] },
        { name: 'EKS_AUDIT_LOGS', isEnabled: false, additional: [] },
        { name: 'EBS_MALWARE_PROTECTION', isEnabled: true, additional: [] },
      ],
      listsAllFeatures: false,
    });
    for (const MalwareProtection of [undefined, {}, { ScanEc2InstanceWithFindings: {} }]) {
      const said = parseDetector({ Status: 'ENABLED', Features: [], DataSources: { MalwareProtection } });
      expect(said).toEqual({ isOn: true, features: [], listsAllFeatures: false });
    }
  });

  it.each([
    {},
    { Status: 'ON' },
    { Status: 'ENABLED', Features: [{ Name: 'S3_DATA_EVENTS' }] },
    { Status: 'ENABLED', Features: [{ Status: 'ENABLED' }] },
    { Status: 'ENABLED', Features: [{ Name: 'X', Status: 'ENABLED', AdditionalConfiguration: [{ Name: 'Y' }] }] },
    { Status: 'ENABLED', DataSources: { S3Logs: {} } },
  ])('is refused as %j', (answer) => {
    expect(() => parseDetector(answer)).toThrow();
  });
});

describe('a finding', () => {
  const wire = {
    AccountId: '111122223333',
    Arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/d-1/finding/f-1',
    Id: 'f-1',
    Type: 'UnauthorizedAccess:IAMUser/ConsoleLogin',
    Severity: 7.5,
    CreatedAt: '2026-11-01T00:00:00.000Z',
    UpdatedAt: '2026-11-02T00:00:00.000Z',
    Title: 'alice signed in',
    Description: 'alice signed in from 192.0.2.1',
    Resource: { AccessKeyDetails: { AccessKeyId: 'an-example-key-id', UserName: 'alice' } },
    Service: {
      Archived: true,
      Action: { AwsApiCallAction: { Api: 'ConsoleLogin' } },
      AdditionalInfo: { Value: 'alice' },
      Detection: { Anomaly: { Profiles: { alice: {} } } },
      EbsVolumeScanDetails: { ScanId: 'alice' },
      Evidence: { ThreatIntelligenceDetails: [{ ThreatNames: ['alice'] }] },
      MalwareScanDetails: { Threats: [{ Name: 'alice' }] },
      RuntimeDetails: { Process: { User: 'alice' } },
      UserFeedback: 'alice',
    },
  };

  it('says nothing of whom it is about once it is recorded', () => {
    const { neverKept } = awsOperation('guardduty:GetFindings');
    const { value, redactions } = redact({ Findings: [wire] }, neverKept);
    expect(JSON.stringify(value)).not.toMatch(/alice|an-example-key-id/);
    expect(redactions).toHaveLength(neverKept.length);
  });

  it('is archived where it says so, and has no sightings where it says nothing of them', () => {
    expect(parseFinding(wire)).toMatchObject({ severity: 7.5, isArchived: true, firstSeenAt: null, lastSeenAt: null });
    expect(parseFinding({ ...wire, Service: undefined })).toMatchObject({ isArchived: false, firstSeenAt: null });
  });

  it.each(['Id', 'Type', 'Severity', 'CreatedAt', 'UpdatedAt'])('is refused without %s', (member) => {
    expect(() => parseFinding({ ...wire, [member]: undefined })).toThrow();
  });
});
