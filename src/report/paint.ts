import type { Outcome, Severity } from '../core/outcome.js';

/** Sixteen-colour codes alone: they follow the user's own theme. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;
export type Ink = keyof typeof codes;

/** The text in that ink; as it is where colour is off. */
export type Paint = (ink: Ink, text: string) => string;

export function painter(color: boolean): Paint {
  return (ink, text) => (color && text !== '' ? `\u001b[${codes[ink]}m${text}\u001b[0m` : text);
}

export function severityInk(severity: Severity): Ink {
  switch (severity) {
    case 'critical':
      return 'red';
    case 'high':
      return 'magenta';
    case 'medium':
      return 'yellow';
    case 'low':
      return 'cyan';
  }
}

export function outcomeInk(outcome: Outcome): Ink {
  switch (outcome) {
    case 'fail':
      return 'red';
    case 'unknown':
      return 'yellow';
    case 'manual':
      return 'cyan';
    case 'not-applicable':
      return 'dim';
    case 'pass':
      return 'green';
  }
}
