import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    listener: need('aws.elbv2.listener', { as: 'subject' }),
    rules: need('aws.elbv2.listener-rules'),
  },
  run({ listener: { id, data }, rules }) {
    if (data.protocol !== 'HTTP') return notApplicable('no-http', `${id} speaks ${data.protocol}, not plain HTTP`);
    const byDefault = plainUse(data);
    if (byDefault !== null) return fail(`${id} ${byDefault} over plain HTTP by default`);
    const found = rules.get(id);
    if (found.state !== 'found') {
      return unknown(`what the rules of ${id} do cannot be said`, gapsOf(found));
    }
    const { data: of, evidence } = found.value;
    const plain = of.rules.flatMap((rule) => {
      const use = plainUse(rule);
      return use === null ? [] : [`rule ${rule.priority} ${use}`];
    });
    if (plain.length > 0) return fail(`${id} takes plain HTTP by ${shortList(plain)}`, evidence);
    const unclear = [{ ...data, priority: 'default' }, ...of.rules].filter((answers) => !isSafe(answers));
    if (unclear.length > 0) {
      const which = shortList(unclear.map(({ priority, actions }) => `${priority} (${actions.join(', ')})`));
      return unknown(`what ${id} does with a request cannot be said of its rules ${which}`, [], evidence);
    }
    return pass(
      `${id} redirects to HTTPS or refuses, by default and by each of its ${of.rules.length} rules`,
      evidence,
    );
  },
});

type Answers = Pick<FactKinds['aws.elbv2.listener'], 'actions' | 'redirectTo' | 'fixedStatus'>;

/** What is done with a request that should not be, as a verb; null where nothing of the kind is seen. */
function plainUse({ actions, redirectTo, fixedStatus }: Answers): string | null {
  if (actions.includes('forward')) return 'forwards';
  if (redirectTo !== null && redirectTo.protocol !== 'HTTPS') return `redirects to ${redirectTo.protocol}`;
  return fixedStatus !== null && !isRefusal(fixedStatus) ? `answers ${fixedStatus}` : null;
}

/** Only where the redirect or the refusal is seen. */
function isSafe({ redirectTo, fixedStatus }: Answers): boolean {
  return redirectTo !== null || fixedStatus !== null;
}

/** A status that says no: of the client's or the server's fault. */
function isRefusal(status: string): boolean {
  return /^[45]\d\d$/.test(status);
}
