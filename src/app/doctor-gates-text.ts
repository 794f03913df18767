import { type Page, title } from '../report/terminal-layout.js';
import type { GateFiles, GatesDoctor } from './doctor-gates.js';
import { type Line, line } from './doctor-lines.js';

/** The block about the artefacts of CI; none where they are not in scope. */
export function gatesText(gates: GatesDoctor, page: Page): readonly (readonly string[])[] {
  if (gates.state === 'not-in-scope') return [];
  const lines = [
    folder(gates),
    commit(gates),
    ...gates.gates.flatMap((gate) => aboutGate(gate, gates)),
    ...server(gates),
  ];
  return [[title('gates', page), ...lines.flatMap(({ state, label, text }) => line(state, label, text, page))]];
}

function folder({ dir, isThere, problem, missing }: GatesDoctor): Line {
  if (problem !== null) return { state: 'problem', label: 'folder', text: `${dir}: ${problem}` };
  return isThere
    ? { state: 'ok', label: 'folder', text: dir }
    : { state: missing.length === 0 ? 'warning' : 'problem', label: 'folder', text: `${dir} is not there` };
}

function commit({ commit: judged }: GatesDoctor): Line {
  return judged === null
    ? { state: 'warning', label: 'commit', text: 'not known: set PREPAY_COMMIT to the commit that was built' }
    : { state: 'ok', label: 'commit', text: judged };
}

function aboutGate({ gate, isExpected, why, files }: GateFiles, { missing }: GatesDoctor): readonly Line[] {
  const found = files.map(
    ({ path, format, problem }): Line => ({
      state: problem === null ? 'ok' : 'problem',
      label: gate,
      text: problem === null ? `${path}, ${format}` : `${path}: ${problem}`,
    }),
  );
  if (found.length > 0) return found;
  if (!isExpected) return [{ state: 'later', label: gate, text: `not expected: ${why}` }];
  // SonarQube is expected of its server where one is named.
  if (!missing.includes(gate)) return [];
  return [{ state: 'problem', label: gate, text: `missing, though expected: ${why}` }];
}

function server({ sonarqube }: GatesDoctor): readonly Line[] {
  if (sonarqube === null) return [];
  const { url, project, result, why } = sonarqube;
  const text = `${project} at ${url ?? 'no server'}`;
  return result === 'readable'
    ? [{ state: 'ok', label: 'sonarqube', text }]
    : [{ state: 'problem', label: 'sonarqube', text: `${text}: ${why ?? result}` }];
}
