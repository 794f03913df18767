import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { isGlobMatch } from '../../../src/core/glob.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: { environment: need('github.environment', { as: 'subject' }) },
  run({ environment: { data }, params }) {
    const { id, environmentName, reviewers, preventsSelfReview, canAdminsBypass } = data;
    if (!isProduction(environmentName, params.texts('names'))) {
      return notApplicable('not-production', `${id} is no production environment by its name`);
    }
    if (reviewers === null || reviewers.length === 0) return fail(`deployments to ${id} wait for nobody's review`);
    const review = `deployments to ${id} wait for a review by ${shortList(reviewers)}`;
    const holes = [
      ...(preventsSelfReview === false ? ['whoever started one may approve it'] : []),
      ...(canAdminsBypass === true ? ['administrators may pass it by'] : []),
    ];
    if (holes.length > 0) return fail(`${review}, but ${holes.join(' and ')}`);
    const open = [
      ...(preventsSelfReview === null ? ['whoever started one may approve it'] : []),
      ...(canAdminsBypass === null ? ['administrators may pass it by'] : []),
    ];
    if (open.length > 0) return unknown(`${review}; whether ${open.join(' and ')} is not said`, []);
    return pass(`${review} other than the one who started it`);
  },
});

/** Names are taken in whatever case, and with any of the usual signs between their words. */
function isProduction(name: string, patterns: readonly string[]): boolean {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  // What comes before production is not production, though its name may end in it.
  if (/(^|-)(pre|non|not)-(prod|production|live)(-|$)/u.test(words)) return false;
  return patterns.some((pattern) => isGlobMatch(pattern.toLowerCase(), words));
}
