import { type Act, type ActWindow, type ClauseActs, clauseActs } from '../../../src/core/acts.js';
import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Fact, FactView } from '../../../src/core/fact.js';
import type { Location } from '../../../src/core/finding.js';
import { gapsOf } from '../../../src/core/gap.js';

type Attestation = Fact<'attestation'>;

export default defineCheck({
  needs: {
    clause: need('clause', { as: 'subject' }),
    // An act that is left out may be the newest, or the basis of another.
    acts: need('attestation', { completeness: 'population' }),
    time: need('time', { completeness: 'population' }),
  },
  run({ clause: { data }, acts, time }) {
    if (!data.ledger) return notApplicable('no-ledger', 'the run was given no ledger of attestations');
    const now = time.get('declared');
    if (now.state !== 'found') return unknown('the time of the run is not known', gapsOf(now));
    const today = now.value.data.at.slice(0, 10);
    const all = acts.all();
    const ledger = all.map((act) => act.data);
    const came = clauseActs(data.framework, { id: data.clause, periods: data.periods }, ledger, today);
    return verdict(`${data.framework} ${data.clause}`, came, all);
  },
});

function verdict(clause: string, came: ClauseActs, all: ReturnType<FactView<'attestation'>['all']>): CheckResult {
  const named = (ids: readonly (string | null)[]): Attestation[] => all.filter(({ id }) => ids.includes(id));
  const evidence = (acts: readonly Attestation[]) => acts.flatMap((act) => act.evidence);
  const lapsed = came.windows.filter(({ state }) => state === 'lapsed');
  const bad = [...came.faults, ...lapsed].map(({ act }) => act);
  if (bad.length > 0) {
    const faults = came.faults.map(({ act, why }) => `${act} counts for nothing: ${why}`);
    const late = lapsed.map((window) => lapsedText(window, all));
    // That of the first act by id.
    const location = named(bad).reduceRight<Location | null>((_, { data }) => data.location, null);
    return fail(`${clause}: ${[...late, ...faults].join('; ')}`, evidence(named(bad)), { location });
  }
  const missing = came.windows.filter(({ state }) => state === 'missing');
  if (missing.length > 0) {
    const text = `no act that counts is recorded for the period ${missing.map(({ period }) => period).join(', ')}`;
    return unknown(`${clause} has no evidence`, [{ reason: 'missing', reads: [], text }]);
  }
  const open = came.windows.filter(({ state }) => state === 'manual');
  const relied = evidence(named(came.windows.map(({ act }) => act)));
  const text = `${clause}: ${came.windows.map(windowText).join('; ')}`;
  if (open.length > 0) return { outcome: 'manual', observed: text, evidence: relied };
  const noted = came.exceptionsNoted.map((act) => `; ${act} noted exceptions, so that it does not evidence the clause`);
  return pass(`${text}${noted.join('')}`, relied);
}

function windowText({ period, act, performedOn, why }: ActWindow): string {
  return act === null ? `${period}: ${why}` : `${period}: ${act} of ${String(performedOn)}, ${why}`;
}

function lapsedText({ period, act, performedOn, until, why }: ActWindow, all: readonly Attestation[]): string {
  const since = until === null ? '' : ` since ${until}`;
  const actions = all.filter(({ id }) => id === act).map(({ data }) => actionText(data.correctiveAction));
  return `${period} lapsed${since}: the last act is ${String(act)} of ${String(performedOn)}, ${why}; ${actions.join()}`;
}

function actionText(action: Act['correctiveAction']): string {
  return action === null
    ? 'no corrective action is stated'
    : `corrective action: ${action.what} (${action.owner}, due on ${action.dueOn})`;
}
