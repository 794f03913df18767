import { defineCheck, fail, need, notApplicable, pass } from '../../../src/core/check.js';

export default defineCheck({
  needs: { secret: need('github.secret', { as: 'subject' }) },
  run({ secret: { id, data } }) {
    switch (data.visibility) {
      case null:
        return notApplicable('not-shared', `${id} belongs to one repository`);
      case 'selected':
        return pass(`${id} is visible to chosen repositories only`);
      case 'private':
        return fail(`${id} is visible to every private and internal repository of the organization`);
      case 'all':
        return fail(`${id} is visible to every repository of the organization, public ones included`);
    }
  },
});
