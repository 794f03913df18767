import type { FactView, Lookup } from '../core/fact.js';

export const dayMs = 24 * 60 * 60 * 1000;

/** The run's declared time in milliseconds since 1970, which is the present for every verdict. */
export function declaredTime(times: FactView<'time'>): Lookup<number> {
  const found = times.get('declared');
  return found.state === 'found' ? { state: 'found', value: Date.parse(found.value.data.at) } : found;
}
