import { defineCheck, need } from '../../../src/core/check.js';
import { type OpenAlert, overdueAlerts } from '../../../src/derive/github/overdue-alerts.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    alerts: need('github.dependabot-alert'),
    times: need('time', { within: 'all' }),
  },
  run({ repository, alerts, times, params }) {
    const all = alerts.all();
    const open = all.flatMap(({ id, data, evidence }): OpenAlert[] => {
      const { state, severity, dependency, advisory, fixedIn, createdAt } = data;
      if (state !== 'open' || severity === 'low' || severity === 'medium') return [];
      const fix = fixedIn === null ? 'not fixed yet' : `fixed in ${fixedIn}`;
      return [{ id, severity, about: `${dependency} ${advisory}, ${fix}`, createdAt, location: null, evidence }];
    });
    const byRule = all.filter(({ data }) => data.state === 'auto_dismissed').length;
    const besides = byRule === 0 ? [] : [`${byRule} dismissed by a rule`];
    return overdueAlerts({ repository: repository.id, open, besides, times, params });
  },
});
