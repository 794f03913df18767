import { expect, it } from 'vitest';
import { byProtection, wafCategories } from './categories.js';

it('each category has its files and the parts that have to be looked at', () => {
  expect(wafCategories.map(({ id, files, parts }) => `${id} ${files} ${parts.join(' ')}`)).toEqual([
    'scanners 913 header',
    'protocol 920/921 path query body header',
    'lfi 930 path query body',
    'rfi 931 path query body',
    'rce 932 query body',
    'php 933 query body',
    'node 934 path query body header',
    'xss 941 path query body cookie',
    'sqli 942 query body cookie',
    'session-fixation 943 query body cookie',
    'java 944 path query body header',
  ]);
});

it('actions go from what protects least to what protects most', () => {
  const actions = ['block', 'none', 'challenge', 'partial', 'captcha', 'count'] as const;
  expect([...actions].sort(byProtection)).toEqual(['none', 'count', 'partial', 'captcha', 'challenge', 'block']);
});
