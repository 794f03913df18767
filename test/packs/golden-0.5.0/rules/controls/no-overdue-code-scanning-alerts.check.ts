import { defineCheck, need, notApplicable } from '../../../src/core/check.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { type OpenAlert, overdueAlerts } from '../../../src/derive/github/overdue-alerts.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    alerts: need('github.code-scanning-alert'),
    times: need('time', { within: 'all' }),
  },
  run({ repository, alerts, times, params }) {
    if (repository.data.defaultBranch === null) {
      return notApplicable('empty-repository', `${repository.id} is empty: there is no code to scan`);
    }
    const all = alerts.all();
    const open = all.flatMap(({ id, data, evidence }): OpenAlert[] => {
      const severity = severityOf(data);
      const { rule, tool, createdAt, location } = data;
      return severity === null ? [] : [{ id, severity, about: `${rule} of ${tool}`, createdAt, location, evidence }];
    });
    const lesser = all.length - open.length;
    const besides = lesser === 0 ? [] : [`${lesser} of lesser severity`];
    return overdueAlerts({ repository: repository.id, open, besides, times, params });
  },
});

/** Null where it has no limit. Without a severity in terms of security, an error counts as high, as GitHub's own checks have it. */
function severityOf({ severity, level }: FactKinds['github.code-scanning-alert']): OpenAlert['severity'] | null {
  switch (severity) {
    case 'critical':
    case 'high':
      return severity;
    case 'medium':
    case 'low':
      return null;
    case null:
      return level === 'error' || level === null ? 'high' : null;
  }
}
