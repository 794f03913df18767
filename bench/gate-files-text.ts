import type { GateFile } from './gate-files.js';

const inUnit = 100;
const lines = (make: (line: number) => string): string =>
  Array.from({ length: inUnit }, (_, at) => make(at + 1)).join('\n');
const pathOf = (index: number): string => `src/area-${index % 50}/service-${index}/module-${index}.ts`;
/** Every second line is covered. */
const hitsOf = (line: number): number => line % 2;
const hit = inUnit / 2;

const lcov: GateFile = {
  head: () => '',
  unit: (index) =>
    [
      `TN:\nSF:${pathOf(index)}\nFN:1,step\nFNDA:1,step\nFNF:1\nFNH:1`,
      lines((line) => `DA:${line},${hitsOf(line)}`),
      `LF:${inUnit}\nLH:${hit}`,
      lines((line) => `BRDA:${line},0,0,${hitsOf(line)}`),
      `BRF:${inUnit}\nBRH:${hit}\nend_of_record\n`,
    ].join('\n'),
  between: '',
  foot: () => '',
};

const junit: GateFile = {
  head: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
  unit: (index) =>
    `<testsuite name="${pathOf(index)}" timestamp="2026-01-01T00:00:00.000Z" tests="${inUnit}" failures="0" errors="0" skipped="0" time="1.5">\n${lines(
      (line) =>
        `<testcase classname="${pathOf(index)}" name="settles batch ${line} of the day &gt; and keeps the balance" time="0.015"></testcase>`,
    )}\n</testsuite>\n`,
  between: '',
  foot: () => '</testsuites>\n',
};

const cobertura: GateFile = {
  head: (units) =>
    `<?xml version="1.0" ?>\n<coverage lines-valid="${units * inUnit}" lines-covered="${units * hit}" line-rate="0.5" branches-valid="${units * inUnit * 2}" branches-covered="${units * inUnit}" branch-rate="0.5" timestamp="1767225600000" complexity="0" version="0.1">\n<sources><source>/builds/wallet</source></sources>\n<packages>\n`,
  unit: (index) =>
    `<package name="service-${index}" line-rate="0.5" branch-rate="0.5"><classes><class name="module-${index}.ts" filename="${pathOf(index)}" line-rate="0.5" branch-rate="0.5">\n<methods><method name="step" hits="1" signature="()V"><lines><line number="1" hits="1"/></lines></method></methods>\n<lines>\n${lines(
      (line) => `<line number="${line}" hits="${hitsOf(line)}" branch="true" condition-coverage="50% (1/2)"/>`,
    )}\n</lines></class></classes></package>\n`,
  between: '',
  foot: () => '</packages></coverage>\n',
};

const counters = (count: number): string =>
  [
    ['INSTRUCTION', 4 * inUnit * count, 4 * inUnit * count],
    ['BRANCH', inUnit * count, inUnit * count],
    ['LINE', hit * count, hit * count],
    ['METHOD', count, 0],
  ]
    .map(([type, missed, covered]) => `<counter type="${type}" missed="${missed}" covered="${covered}"/>`)
    .join('');

const jacoco: GateFile = {
  head: () =>
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="wallet"><sessioninfo id="ci-1" start="1767225600000" dump="1767225660000"/>',
  unit: (index) =>
    `<package name="com/example/service${index}"><class name="com/example/service${index}/Step" sourcefilename="Step.java"><method name="run" desc="()V" line="1">${counters(1)}</method>${counters(1)}</class><sourcefile name="Step.java">${lines(
      (line) => `<line nr="${line}" mi="${8 * hitsOf(line)}" ci="${8 - 8 * hitsOf(line)}" mb="1" cb="1"/>`,
    )}${counters(1)}</sourcefile>${counters(1)}</package>`,
  between: '',
  foot: (units) => `${counters(units)}</report>`,
};

/** By the format of the reader. */
export const textFiles = { lcov, junit, cobertura, jacoco } as const satisfies Readonly<Record<string, GateFile>>;
