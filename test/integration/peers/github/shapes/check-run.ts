import type { KnownCheck } from '../checks.js';
import { nodeId, type Place } from '../world.js';
import { integration } from './account.js';
import { repositoryUrl, siteUrl } from './repository.js';

export function checkRun(
  api: string,
  place: Place,
  { id, sha, name, status, conclusion, app, completedAt }: KnownCheck,
) {
  const url = `${repositoryUrl(api, place)}/check-runs/${id}`;
  return {
    id,
    head_sha: sha,
    node_id: nodeId('CR', id),
    external_id: '',
    url,
    html_url: `${siteUrl(place)}/runs/${id}`,
    details_url: `https://${app.slug}.example.com/${id}`,
    status,
    conclusion,
    started_at: completedAt,
    completed_at: status === 'completed' ? completedAt : null,
    output: { title: null, summary: null, text: null, annotations_count: 0, annotations_url: `${url}/annotations` },
    name,
    check_suite: { id: id + 1 },
    app: integration(api, app.id, app.slug),
    pull_requests: [],
  };
}
