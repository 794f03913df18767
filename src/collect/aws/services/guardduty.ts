import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

const condition = z.strictObject({
  Equals: z.array(z.string()).optional(),
  GreaterThanOrEqual: z.int().optional(),
});

/**
 * Findings that nobody archived, of severity high (7.0 to 8.9) and critical (9.0 to 10).
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
const openAndSevere = {
  Criterion: { severity: { GreaterThanOrEqual: 7 }, 'service.archived': { Equals: ['false'] } },
};

export const guardduty = defineService({
  name: 'guardduty',
  library: '@aws-sdk/client-guardduty',
  input: z.strictObject({
    MaxResults: z.int().optional(),
    NextToken: z.string().optional(),
    DetectorId: z.string().optional(),
    FindingCriteria: z.strictObject({ Criterion: z.record(z.string(), condition) }).optional(),
    FindingIds: z.array(z.string()).optional(),
  }),
  operations: {
    ListDetectors: { answers: 'DetectorIds', pageSize: 50 },
    GetDetector: { answers: 'Status' },
    ListFindings: { answers: 'FindingIds', pageSize: 50, input: { FindingCriteria: openAndSevere } },
    GetFindings: {
      answers: 'Findings',
      // What a finding is about: access keys, user names, processes with their arguments, texts made of these.
      neverKept: [
        '/Findings/*/Title',
        '/Findings/*/Description',
        '/Findings/*/Resource',
        '/Findings/*/Service/Action',
        '/Findings/*/Service/AdditionalInfo',
        '/Findings/*/Service/Detection',
        '/Findings/*/Service/EbsVolumeScanDetails',
        '/Findings/*/Service/Evidence',
        '/Findings/*/Service/MalwareScanDetails',
        '/Findings/*/Service/RuntimeDetails',
        '/Findings/*/Service/UserFeedback',
      ],
    },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-guardduty');
    const client = new sdk.GuardDutyClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListDetectors: (input, abortSignal) => client.send(new sdk.ListDetectorsCommand(input), { abortSignal }),
      GetDetector: ({ DetectorId }, abortSignal) =>
        client.send(new sdk.GetDetectorCommand({ DetectorId }), { abortSignal }),
      ListFindings: ({ DetectorId, FindingCriteria, ...page }, abortSignal) =>
        client.send(new sdk.ListFindingsCommand({ DetectorId, FindingCriteria, ...page }), { abortSignal }),
      GetFindings: ({ DetectorId, FindingIds }, abortSignal) =>
        client.send(new sdk.GetFindingsCommand({ DetectorId, FindingIds }), { abortSignal }),
    };
  },
});
