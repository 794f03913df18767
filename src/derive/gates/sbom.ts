import type { Decision, Sound } from './artefacts.js';

type Sbom = Sound<'gates.sbom'>;

/** Whether every inventory names packages, and their versions but for that share of them. */
export function sbomDecision(artefacts: readonly Sbom[], maxUnversionedPercent: number): Decision {
  const texts = artefacts.map(shortcoming(maxUnversionedPercent)).filter((text) => text !== null);
  return texts.length > 0
    ? { outcome: 'fail', observed: texts.join('; ') }
    : { outcome: 'pass', observed: artefacts.map(summary).join('; ') };
}

function shortcoming(maxUnversionedPercent: number): (artefact: Sbom) => string | null {
  return ({ path, content: { components, packages, unversioned, examples } }) => {
    if (packages === 0) return `${path} names no package among its ${components} components`;
    if (unversioned * 100 <= maxUnversionedPercent * packages) return null;
    const named = examples.slice(0, 3).join(', ');
    return `${path} gives no version of ${unversioned} of its ${packages} packages (${named})`;
  };
}

function summary({ path, content }: Sbom): string {
  const { specification, subject, packages, unversioned, unidentified } = content;
  const of = subject === null ? '' : ` of ${subject}`;
  const lacks = [
    ...(unversioned > 0 ? [`${unversioned} without a version`] : []),
    ...(unidentified > 0 ? [`${unidentified} without a package URL or CPE`] : []),
  ];
  return `${path} (${specification})${of} names ${packages} packages${lacks.length === 0 ? '' : `, ${lacks.join(', ')}`}`;
}
