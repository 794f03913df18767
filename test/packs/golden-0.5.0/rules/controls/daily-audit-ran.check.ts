import { chainFaults, chainHead } from '../../../src/core/chain.js';
import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { linksOf, untrustedOf } from '../../../src/core/nights.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { dayMs, declaredTime } from '../../../src/derive/declared-time.js';

const hourMs = 3_600_000;

export default defineCheck({
  needs: {
    store: need('store', { as: 'subject' }),
    // That none is missing is said of all of them, and so is that one is: it may be the one that was not read.
    packs: need('store.pack', { completeness: 'population' }),
    time: need('time', { within: 'all' }),
  },
  run({ store, packs, time, params }) {
    const declared = declaredTime(time);
    if (declared.state !== 'found') return unknown('when the run was cannot be said', gapsOf(declared));
    const facts = packs.all();
    const own = facts.map(({ data }) => data);
    const evidenceOf = (ids: readonly string[]) =>
      facts.filter(({ id }) => ids.includes(id)).flatMap(({ evidence }) => evidence);
    const untrusted = untrustedOf(own);
    const unchecked = untrusted.filter(({ state }) => state === 'unchecked');
    if (unchecked.length > 0) {
      const names = shortList(unchecked.map(({ id }) => id));
      return unknown(
        `the run has no key by which to check who signed ${names}`,
        [],
        evidenceOf(unchecked.map(({ id }) => id)),
      );
    }
    const from = declared.value - params.integer('windowDays') * dayMs;
    const links = linksOf(own).filter(({ start }) => Date.parse(start) >= from);
    const faults = chainFaults(links, {
      now: new Date(declared.value).toISOString(),
      graceMs: params.integer('graceHours') * hourMs,
      isWhole: false,
    });
    const wrong = [
      ...untrusted.map(({ id, why }) => `no key of the run signed ${id} (${String(why)})`),
      ...faults.map(({ text }) => text),
    ];
    if (wrong.length > 0) {
      return fail(
        shortList(wrong, '; '),
        evidenceOf([...untrusted.map(({ id }) => id), ...faults.flatMap((fault) => fault.packs)]),
      );
    }
    const head = chainHead(links);
    const { name, url } = store.data;
    if (head === null) {
      return notApplicable(
        'first',
        `${url} holds no chained pack of ${name} before this run: there is no interval yet`,
      );
    }
    const count = `${links.length} ${links.length === 1 ? 'pack' : 'packs'} of ${name} ${links.length === 1 ? 'precedes this run' : 'follow one another'}`;
    return pass(
      `${count}, the last ${head.packId}, and none came later than it was expected`,
      evidenceOf([...links.slice(0, 1).map(({ packId }) => packId), head.packId]),
    );
  },
});
