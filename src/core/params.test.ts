import { describe, expect, it } from 'vitest';
import { checkBounds, defaultsOf, loosening, type ParamDefinition, paramDefinition, paramsOf } from './params.js';

const ports: ParamDefinition = {
  kind: 'ports',
  description: 'administration ports',
  default: ['tcp/22', 'tcp/3389'],
  mustInclude: ['tcp/22', 'tcp/5985-5986'],
  because: 'clause 1',
};
const choices: ParamDefinition = {
  kind: 'choices',
  description: 'categories',
  options: ['sqli', 'xss', 'php'],
  default: ['sqli', 'xss'],
  mustInclude: ['sqli', 'xss'],
  because: 'clause 3',
};
const texts: ParamDefinition = { kind: 'texts', description: 'Names.', default: [], because: 'clause 4' };
const days: ParamDefinition = {
  kind: 'integer',
  description: 'oldest scan',
  unit: 'days',
  default: 30,
  minimum: 1,
  maximum: 365,
  limit: 90,
  looser: 'above',
  because: 'clause 2',
};
const length: ParamDefinition = { ...days, unit: 'characters', limit: 12, looser: 'below' };

describe('checkBounds', () => {
  it.each([
    [ports, ['tcp/22'], null],
    [ports, ['22-25', 'udp/all', 'all'], null],
    [ports, [], 'expected at least one port, got an empty list'],
    [ports, 22, 'expected a list of ports, got 22'],
    [ports, ['tcp/22', 'tcp/ssh'], 'expected ports such as tcp/22 or udp/5000-5010, got "tcp/ssh"'],
    [ports, ['tcp/99999'], 'expected ports such as tcp/22 or udp/5000-5010, got "tcp/99999"'],
    [choices, ['php'], null],
    [choices, [], 'expected one or more of sqli, xss, php, got []'],
    [choices, ['sqli', 'csrf'], 'expected one or more of sqli, xss, php, got "csrf"'],
    [choices, 3, 'expected one or more of sqli, xss, php, got 3'],
    [texts, [], null],
    [texts, ['App:1', 'Team:2'], null],
    [texts, 3, 'expected a list of texts, got 3'],
    [texts, ['App:1', ' '], 'expected texts, got an empty one'],
    [days, 1, null],
    [days, 365, null],
    [days, 0, 'expected a whole number of days from 1 to 365, got 0'],
    [days, 366, 'expected a whole number of days from 1 to 365, got 366'],
    [days, 1.5, 'expected a whole number of days from 1 to 365, got 1.5'],
    [days, ['tcp/22'], 'expected a whole number of days from 1 to 365, got ["tcp/22"]'],
  ] as const)('%#: %j of %j is %j', (definition, value, expected) => {
    expect(checkBounds(definition, value)).toBe(expected);
  });
});

describe('loosening', () => {
  it.each([
    [ports, ['tcp/22', 'tcp/5985-5986'], null],
    [ports, ['tcp/20-30', 'tcp/5000-6000', 'udp/1'], null],
    [ports, ['tcp/22', 'tcp/5985'], 'tcp/5986 left out: clause 1'],
    [ports, ['udp/22'], 'tcp/22, tcp/5985-5986 left out: clause 1'],
    [ports, 7, 'tcp/22, tcp/5985-5986 left out: clause 1'],
    [choices, ['php', 'xss', 'sqli'], null],
    [choices, ['php', 'xss'], 'sqli left out: clause 3'],
    [choices, 3, 'sqli, xss left out: clause 3'],
    [texts, [], null],
    [texts, ['App:1'], null],
    [days, 90, null],
    [days, 91, '91 days is above the limit of 90: clause 2'],
    [length, 12, null],
    [length, 11, '11 characters is below the limit of 12: clause 2'],
    [length, ['x'], null],
  ] as const)('%#: %j of %j is %j', (definition, value, expected) => {
    expect(loosening(definition, value)).toBe(expected);
  });

  it('finds nothing in a list of ports that must include none', () => {
    expect(loosening({ ...ports, mustInclude: [] }, ['tcp/1'])).toBeNull();
  });
});

describe('defaultsOf', () => {
  it('gives each parameter its default', () => {
    expect(defaultsOf({ ports, days })).toEqual({ ports: ['tcp/22', 'tcp/3389'], days: 30 });
  });
});

describe('paramsOf', () => {
  const params = paramsOf({ ports: ['tcp/22'], days: 30, categories: ['sqli'], names: ['App:1'] });

  it('gives each value in its own type', () => {
    expect([
      params.ports('ports'),
      params.integer('days'),
      params.choices('categories'),
      params.texts('names'),
    ]).toEqual([['tcp/22'], 30, ['sqli'], ['App:1']]);
  });

  it.each([
    [() => params.ports('other'), 'no parameter other in control.yaml'],
    [() => params.ports('days'), 'parameter days is not a list of ports'],
    [() => params.choices('days'), 'parameter days is not a list of choices'],
    [() => params.texts('days'), 'parameter days is not a list of texts'],
    [() => params.integer('ports'), 'parameter ports is not an integer'],
  ])('%#: throws "%s"', (ask, message) => {
    expect(ask).toThrow(message);
  });
});

describe('paramDefinition', () => {
  it('refuses a member that it does not know', () => {
    expect(paramDefinition.safeParse({ ...days, units: 'days' }).success).toBe(false);
  });
});
