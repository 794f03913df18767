import { describe, expect, it } from 'vitest';
import { loggingConfigurations } from './parse-waf-logging.js';
import { wireStatement } from './parse-waf-statements.js';
import {
  parseIpSet,
  parseManagedGroup,
  parseManagedVersions,
  parseResources,
  parseRuleGroup,
  parseWebAcl,
} from './parse-waf.js';

const arn = (what: string) => `arn:aws:wafv2:eu-west-1:111122223333:regional/${what}`;
const body = { Body: {} };
const as = (...types: string[]) => ({ TextTransformations: types.map((Type, Priority) => ({ Priority, Type })) });
const field = (kind: string, more = {}) => ({ kind, name: null, oversizeHandling: null, ...more });

describe('a statement', () => {
  it.each([
    [
      {
        ByteMatchStatement: {
          SearchString: { redacted: 'not-collected' },
          FieldToMatch: { SingleHeader: { Name: 'x-origin' } },
          PositionalConstraint: 'EXACTLY',
        },
      },
      { type: 'byte-match', field: field('single-header', { name: 'x-origin' }), positional: 'EXACTLY' },
    ],
    [
      {
        SqliMatchStatement: {
          FieldToMatch: { JsonBody: { OversizeHandling: 'NO_MATCH' } },
          SensitivityLevel: 'HIGH',
          ...as('NONE'),
        },
      },
      {
        type: 'sqli',
        field: field('json-body', { oversizeHandling: 'no-match' }),
        sensitivity: 'high',
        isDecoded: false,
      },
    ],
    [
      { SqliMatchStatement: { FieldToMatch: { QueryString: {} }, ...as('LOWERCASE', 'URL_DECODE') } },
      { type: 'sqli', field: field('query-string'), sensitivity: 'low', isDecoded: true },
    ],
    [
      { XssMatchStatement: { FieldToMatch: body, ...as('URL_DECODE_UNI', 'HTML_ENTITY_DECODE') } },
      { type: 'xss', field: field('body', { oversizeHandling: 'continue' }), isDecoded: true },
    ],
    [
      { XssMatchStatement: { FieldToMatch: body, ...as('HTML_ENTITY_DECODE', 'BASE64_DECODE') } },
      { type: 'xss', field: field('body', { oversizeHandling: 'continue' }), isDecoded: false },
    ],
    [
      {
        SizeConstraintStatement: {
          FieldToMatch: { Cookies: { OversizeHandling: 'MATCH' } },
          ComparisonOperator: 'GT',
          Size: 8192,
          ...as('NONE', 'LOWERCASE'),
        },
      },
      {
        type: 'size-constraint',
        field: field('cookies', { oversizeHandling: 'match' }),
        comparison: 'GT',
        size: 8192,
        isAsSent: true,
      },
    ],
    [
      {
        SizeConstraintStatement: {
          FieldToMatch: body,
          ComparisonOperator: 'GE',
          Size: 1,
          ...as('NONE', 'COMPRESS_WHITE_SPACE'),
        },
      },
      expect.objectContaining({ type: 'size-constraint', isAsSent: false }),
    ],
    [{ GeoMatchStatement: { CountryCodes: ['DE'] } }, { type: 'geo', countryCodes: ['DE'], isForwarded: false }],
    [
      { GeoMatchStatement: { ForwardedIPConfig: { HeaderName: 'x-forwarded-for' } } },
      { type: 'geo', countryCodes: [], isForwarded: true },
    ],
    [{ IPSetReferenceStatement: { ARN: 'a' } }, { type: 'ip-set-reference', arn: 'a', isForwarded: false }],
    [{ AsnMatchStatement: { AsnList: [64496] } }, { type: 'asn-match', asns: [64496], isForwarded: false }],
    [{ RegexMatchStatement: { FieldToMatch: { NewPart: {} } } }, { type: 'regex', field: field('other') }],
    [
      { RegexPatternSetReferenceStatement: { ARN: 'a', FieldToMatch: { UriPath: {} } } },
      { type: 'regex-pattern-set-reference', arn: 'a', field: field('uri-path') },
    ],
    [{ LabelMatchStatement: { Scope: 'LABEL', Key: 'a:b' } }, { type: 'label-match', scope: 'label', key: 'a:b' }],
    [
      { LabelMatchStatement: { Scope: 'NAMESPACE', Key: 'a:' } },
      { type: 'label-match', scope: 'namespace', key: 'a:' },
    ],
    [
      {
        RuleGroupReferenceStatement: {
          ARN: 'a',
          ExcludedRules: [{ Name: 'x' }],
          RuleActionOverrides: [{ Name: 'y', ActionToUse: { Challenge: {} } }],
        },
      },
      {
        type: 'rule-group-reference',
        arn: 'a',
        excludedRules: ['x'],
        ruleActionOverrides: [{ name: 'y', action: 'challenge' }],
      },
    ],
    [
      { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP' } },
      { type: 'rate-based', limit: 100, evaluationWindowSec: 300, aggregateKey: 'ip', customKeys: 0, scopeDown: null },
    ],
    [
      {
        RateBasedStatement: {
          Limit: 9,
          EvaluationWindowSec: 60,
          AggregateKeyType: 'CUSTOM_KEYS',
          CustomKeys: [{ IP: {} }],
          ScopeDownStatement: { GeoMatchStatement: {} },
        },
      },
      {
        type: 'rate-based',
        limit: 9,
        evaluationWindowSec: 60,
        aggregateKey: 'custom-keys',
        customKeys: 1,
        scopeDown: { type: 'geo', countryCodes: [], isForwarded: false },
      },
    ],
    [
      { RateBasedStatement: { Limit: 9, AggregateKeyType: 'FORWARDED_IP' } },
      expect.objectContaining({ aggregateKey: 'forwarded-ip' }),
    ],
    [
      { RateBasedStatement: { Limit: 9, AggregateKeyType: 'CONSTANT' } },
      expect.objectContaining({ aggregateKey: 'constant' }),
    ],
    [{ RateBasedStatement: { Limit: 9, AggregateKeyType: 'NEW' } }, expect.objectContaining({ aggregateKey: 'other' })],
    [
      {
        ManagedRuleGroupStatement: {
          VendorName: 'AWS',
          Name: 'Bots',
          Version: 'Version_1.0',
          ManagedRuleGroupConfigs: [
            { LoginPath: '/in' },
            { AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } },
          ],
        },
      },
      {
        type: 'managed-rule-group',
        vendor: 'AWS',
        name: 'Bots',
        version: 'Version_1.0',
        excludedRules: [],
        ruleActionOverrides: [],
        scopeDown: null,
        inspectionLevel: 'targeted',
      },
    ],
    [
      {
        ManagedRuleGroupStatement: {
          VendorName: 'AWS',
          Name: 'CRS',
          ScopeDownStatement: { NotStatement: { Statement: { IPSetReferenceStatement: { ARN: 'a' } } } },
        },
      },
      expect.objectContaining({
        version: null,
        inspectionLevel: null,
        scopeDown: { type: 'not', statement: { type: 'ip-set-reference', arn: 'a', isForwarded: false } },
      }),
    ],
    [
      { AndStatement: { Statements: [{ OrStatement: { Statements: [{ NewStatement: { Deep: 1 } }] } }] } },
      { type: 'and', statements: [{ type: 'or', statements: [{ type: 'other', name: 'NewStatement' }] }] },
    ],
  ])('%j', (wire, expected) => {
    expect(wireStatement.parse(wire)).toEqual(expected);
  });

  it.each([
    [{}, /expected one member, got none/],
    [{ GeoMatchStatement: {}, XssMatchStatement: {} }, /expected one member, got GeoMatchStatement, XssMatchStatement/],
    [{ NotStatement: {} }, /NotStatement/],
    [{ AndStatement: { Statements: [] } }, /Statements/],
    [{ OrStatement: { Statements: [] } }, /Statements/],
    [{ XssMatchStatement: { FieldToMatch: body } }, /TextTransformations/],
    [{ SqliMatchStatement: { FieldToMatch: body, TextTransformations: [] } }, /TextTransformations/],
    [{ SizeConstraintStatement: { FieldToMatch: body, ComparisonOperator: 'GT', Size: 1 } }, /TextTransformations/],
  ])('of an undocumented shape is refused: %j', (wire, expected) => {
    expect(() => wireStatement.parse(wire)).toThrow(expected);
  });

  it('says where in it the shape is not the documented one', () => {
    const parsed = wireStatement.safeParse({
      AndStatement: { Statements: [{ XssMatchStatement: { FieldToMatch: { Headers: {} } } }] },
    });
    expect(parsed.error?.issues[0]?.path).toEqual([
      'AndStatement',
      'Statements',
      0,
      'XssMatchStatement',
      'FieldToMatch',
      'Headers',
      'OversizeHandling',
    ]);
  });
});

describe('a web ACL', () => {
  const wire = { ARN: arn('webacl/shop/1'), Name: 'shop', DefaultAction: { Allow: {} }, Rules: [] };

  it('has rules, groups of Firewall Manager and limits', () => {
    const group = (Name: string, OverrideAction: object) => ({
      Name,
      Priority: 1,
      OverrideAction,
      FirewallManagerStatement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'CRS' } },
    });
    const acl = parseWebAcl(
      {
        WebACL: {
          ...wire,
          Rules: [
            {
              Name: 'a',
              Priority: 1,
              Action: { Block: { CustomResponse: {} } },
              RuleLabels: [{ Name: 'x:y' }],
              Statement: { GeoMatchStatement: {} },
            },
            {
              Name: 'b',
              Priority: 2,
              OverrideAction: { None: {} },
              Statement: { RuleGroupReferenceStatement: { ARN: 'g' } },
            },
            { Name: 'c', Priority: 3, Action: { Monetize: {} }, Statement: { GeoMatchStatement: {} } },
          ],
          PreProcessFirewallManagerRuleGroups: [group('pre', { Count: {} })],
          PostProcessFirewallManagerRuleGroups: [group('post', { New: {} })],
          ManagedByFirewallManager: true,
          LabelNamespace: 'awswaf:111122223333:webacl:shop:',
          AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_48' } } },
        },
      },
      'REGIONAL',
    );
    expect(acl).toMatchObject({
      id: wire.ARN,
      webAclName: 'shop',
      wafScope: 'REGIONAL',
      defaultAction: 'allow',
      rules: [
        { name: 'a', priority: 1, action: 'block', overrideAction: null, ruleLabels: ['x:y'] },
        { name: 'b', action: null, overrideAction: 'none' },
        { name: 'c', action: 'other' },
      ],
      preProcessGroups: [{ name: 'pre', overrideAction: 'count', statement: { type: 'managed-rule-group' } }],
      postProcessGroups: [{ name: 'post', overrideAction: 'other' }],
      managedByFirewallManager: true,
      labelNamespace: 'awswaf:111122223333:webacl:shop:',
      bodyInspectionKb: { API_GATEWAY: 48 },
      resourceArns: null,
    });
  });

  it('may have none of these', () => {
    expect(
      parseWebAcl({ WebACL: { ...wire, DefaultAction: { Block: {} }, AssociationConfig: {} } }, 'CLOUDFRONT'),
    ).toMatchObject({
      defaultAction: 'block',
      preProcessGroups: [],
      labelNamespace: null,
      bodyInspectionKb: {},
    });
    expect(parseWebAcl({ WebACL: wire }, 'REGIONAL').bodyInspectionKb).toEqual({});
  });

  it('has limits of five sizes', () => {
    const sizes = [8, 16, 32, 48, 64];
    const RequestBody = Object.fromEntries(sizes.map((kb) => [`T${kb}`, { DefaultSizeInspectionLimit: `KB_${kb}` }]));
    const { bodyInspectionKb } = parseWebAcl({ WebACL: { ...wire, AssociationConfig: { RequestBody } } }, 'REGIONAL');
    expect(bodyInspectionKb).toEqual(Object.fromEntries(sizes.map((kb) => [`T${kb}`, kb])));
  });

  it.each([
    { DefaultAction: { Count: {} } },
    { Rules: undefined },
    { AssociationConfig: { RequestBody: { X: { DefaultSizeInspectionLimit: 'KB_9' } } } },
  ])('of an undocumented shape is refused: %j', (said) => {
    expect(() => parseWebAcl({ WebACL: { ...wire, ...said } }, 'REGIONAL')).toThrow();
  });
});

it('a rule group has rules of the same shape', () => {
  const RuleGroup = {
    ARN: 'g',
    Name: 'own',
    LabelNamespace: 'n:',
    Rules: [{ Name: 'a', Priority: 0, Action: { Captcha: {} }, Statement: { GeoMatchStatement: {} } }],
  };
  expect(parseRuleGroup({ RuleGroup })).toMatchObject({
    id: 'g',
    ruleGroupName: 'own',
    labelNamespace: 'n:',
    rules: [{ action: 'captcha' }],
  });
});

it('an IP set has blocks', () => {
  const IPSet = { ARN: 's', Name: 'office', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24'] };
  expect(parseIpSet({ IPSet })).toEqual({ id: 's', ipSetName: 'office', version: 'IPV4', addresses: ['192.0.2.0/24'] });
  const v6 = { ...IPSet, IPAddressVersion: 'IPV6', Addresses: ['2001:db8:0000:0000:0000:0000:0000:0000/32'] };
  expect(parseIpSet({ IPSet: v6 }).version).toBe('IPV6');
  // Further on it would stop the whole run.
  expect(() => parseIpSet({ IPSet: { ...IPSet, Addresses: ['192.0.2.0'] } })).toThrow(/expected a CIDR block/);
});

it('a managed group has rules, each with the action that it takes', () => {
  const page = {
    VersionName: 'Version_2.0',
    Capacity: 700,
    LabelNamespace: 'awswaf:managed:aws:x:',
    Rules: [{ Name: 'A', Action: { Block: {} } }],
    AvailableLabels: [{ Name: 'l' }],
  };
  const group = { vendor: 'AWS', name: 'X', version: 'Version_1.0' };
  expect(parseManagedGroup(page, group, true)).toEqual({
    id: 'AWS/X@Version_1.0',
    vendor: 'AWS',
    groupName: 'X',
    version: 'Version_1.0',
    describedVersion: 'Version_2.0',
    isExpired: true,
    labelNamespace: 'awswaf:managed:aws:x:',
    capacity: 700,
    rules: [{ name: 'A', action: 'block' }],
    availableLabels: ['l'],
  });
  expect(parseManagedGroup({ Rules: [] }, { ...group, version: null }, false)).toMatchObject({
    id: 'AWS/X',
    describedVersion: null,
    capacity: null,
  });
});

it('versions on offer have names and perhaps dates', () => {
  expect(
    parseManagedVersions({
      Versions: [{ Name: '1', LastUpdateTimestamp: '2026-01-01T00:00:00.000Z' }, { Name: '2' }],
      CurrentDefaultVersion: '2',
    }),
  ).toEqual({
    currentDefaultVersion: '2',
    versions: [
      { name: '1', lastUpdate: '2026-01-01T00:00:00.000Z' },
      { name: '2', lastUpdate: null },
    ],
  });
  expect(parseManagedVersions({ Versions: [] })).toEqual({ currentDefaultVersion: null, versions: [] });
});

it('resources are ARNs', () => {
  expect(parseResources({ ResourceArns: ['a'] })).toEqual(['a']);
  expect(() => parseResources({ ResourceArns: [1] })).toThrow();
});

describe('a logging configuration', () => {
  it('has destinations, redacted fields and a filter', () => {
    const { id, data } = loggingConfigurations.parse({
      ResourceArn: 'acl',
      LogDestinationConfigs: ['d'],
      RedactedFields: [{ SingleHeader: { Name: 'cookie' } }, { Method: {} }],
      LoggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }, { LabelNameCondition: { LabelName: 'l' } }],
          },
          { Behavior: 'DROP', Requirement: 'MEETS_ALL', Conditions: [{ NewCondition: {} }] },
        ],
      },
    });
    expect(id).toBe('acl/CUSTOMER');
    expect(data).toEqual({
      id: 'acl/CUSTOMER',
      webAclId: 'acl',
      logScope: 'CUSTOMER',
      destinations: ['d'],
      redactedFields: ['single-header', 'method'],
      filter: {
        defaultBehavior: 'drop',
        filters: [
          { behavior: 'keep', requirement: 'any', conditions: [{ action: 'BLOCK' }, { label: 'l' }] },
          { behavior: 'drop', requirement: 'all', conditions: [{ other: 'NewCondition' }] },
        ],
      },
    });
  });

  it.each(['CUSTOMER', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED'])(
    'may be of the scope %s, and of none that is unknown',
    (LogScope) => {
      expect(loggingConfigurations.parse({ ResourceArn: 'acl', LogScope }).data.logScope).toBe(LogScope);
      expect(() => loggingConfigurations.parse({ ResourceArn: 'acl', LogScope: `${LogScope}_2` })).toThrow(/LogScope/);
    },
  );

  it('may be of another service, without a filter', () => {
    expect(loggingConfigurations.parse({ ResourceArn: 'acl', LogScope: 'SECURITY_LAKE' }).data).toMatchObject({
      id: 'acl/SECURITY_LAKE',
      destinations: [],
      filter: null,
    });
  });
});
