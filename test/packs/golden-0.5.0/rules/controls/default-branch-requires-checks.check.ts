import { defineCheck, need } from '../../../src/core/check.js';
import { judgeProtection } from '../../../src/derive/github/judge-protection.js';
import type { Protection } from '../../../src/derive/github/protection.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

interface Wanted {
  readonly context: string;
  /** Null: of whichever App. */
  readonly appId: number | null;
}

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    classic: need('github.branch-protection'),
    rules: need('github.branch-rules'),
  },
  run({ branch, classic, rules, params }) {
    const named = params.texts('checks').map(wantedOf);
    const requirements = params.choices('requirements');
    return judgeProtection(
      branch,
      { classic, rules },
      {
        missing(protection) {
          if (protection.statusChecks.length === 0) return ['a change needs no check'];
          const wanted = named.length === 0 ? allOf(protection) : named;
          const faults = wanted.flatMap((each) => faultOf(each, protection, requirements.includes('by-app')) ?? []);
          const isOld = requirements.includes('up-to-date') && !protection.isUpToDate;
          return [...faults, ...(isOld ? ['checks need not have passed on the newest state of the branch'] : [])];
        },
        // Without names every required check is judged, so that one of the other source may be at fault.
        isMetByOne: named.length > 0,
        has: ({ statusChecks }) => `asks for ${shortList(statusChecks.map(({ context }) => context))}`,
      },
    );
  },
});

/** `test`, or `test@15368` for the check that the App of that number reports. */
function wantedOf(text: string): Wanted {
  const [, context = text, appId] = /^(.+)@(\d+)$/u.exec(text) ?? [];
  return { context, appId: appId === undefined ? null : Number(appId) };
}

function allOf({ statusChecks }: Protection): readonly Wanted[] {
  return [...new Set(statusChecks.map(({ context }) => context))].map((context) => ({ context, appId: null }));
}

function faultOf({ context, appId }: Wanted, { statusChecks }: Protection, mustHaveApp: boolean): string | null {
  const required = statusChecks.filter((check) => check.context === context);
  if (required.length === 0) return `${context} is not required`;
  if (appId !== null) {
    return required.some((check) => check.appId === appId) ? null : `${context} need not come from App ${appId}`;
  }
  // Required twice, with an App and without one, it must come from the App as well.
  const isBound = required.some((check) => check.appId !== null);
  return mustHaveApp && !isBound ? `${context} may be reported by whoever can write` : null;
}
