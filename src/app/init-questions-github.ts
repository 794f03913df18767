import { gates as known } from '../facts/gates/gate.js';
import type { Ask } from './init-ask.js';
import { isOrganization, type Surroundings, usualArtefacts } from './init-surroundings.js';
import type { InitAnswers } from './init-text.js';

/** Asks for the organizations of GitHub that are audited; none is a good answer. */
export async function askOrganizations(
  ask: Ask,
  { organization, hasToken }: Surroundings,
): Promise<InitAnswers['organizations']> {
  const which = await ask.choice({
    message: 'GitHub organizations to audit',
    fallback: organization !== null && hasToken ? 'found' : 'none',
    choices: [
      ...(organization === null
        ? []
        : [{ value: 'found' as const, name: `${organization}, whose repository this is` }]),
      { value: 'none', name: 'none' },
      { value: 'named', name: organization === null ? 'those that I name' : 'others' },
    ],
  });
  if (which === 'none') return [];
  if (which === 'found') return organization === null ? [] : [organization];
  const answer = await ask.text({
    message: 'Organizations, apart by commas',
    fallback: organization ?? '',
    problem: (text) =>
      listed(text).length > 0 && listed(text).every(isOrganization)
        ? null
        : 'names of organizations, without addresses',
  });
  return listed(answer);
}

/** Asks whether the build's own artefacts are judged, and which there must be. */
export async function askGates(ask: Ask, { hasArtefacts }: Surroundings): Promise<InitAnswers['gates']> {
  const wanted = await ask.choice({
    message: 'Artefacts of the build to judge, such as coverage, scans and audits',
    fallback: hasArtefacts ? 'yes' : 'no',
    choices: [
      { value: 'no', name: 'none' },
      { value: 'yes', name: 'those of a folder' },
    ],
  });
  if (wanted === 'no') return null;
  const dir = await ask.text({
    message: 'Folder of artefacts, from where the audit runs',
    fallback: usualArtefacts,
    problem: (answer) => (answer.trim() === '' ? 'a folder, please' : null),
  });
  const expected = await ask.text({
    message: `Gates that must be there, of ${known.join(', ')}; empty for those that are usual`,
    fallback: '',
    problem: (text) => (listed(text).every(isGate) ? null : `of ${known.join(', ')}, with commas between`),
  });
  return { dir: dir.trim(), expect: listed(expected).filter(isGate) };
}

function isGate(name: string): name is (typeof known)[number] {
  return known.some((gate) => gate === name);
}

function listed(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
}
