import type { Fact, FactView } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { shortList } from './short-list.js';

/** What a network load balancer passes on, as far as its listeners and target groups tell. */
export type PassedThrough =
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] }
  /** No web application. */
  | {
      readonly state: 'nothing';
      readonly reason: string;
      readonly why: string;
      readonly evidence: readonly EvidenceRef[];
    }
  /** Application load balancers and nothing else. */
  | { readonly state: 'balancers'; readonly arns: readonly string[]; readonly evidence: readonly EvidenceRef[] }
  /** Something else, of which it cannot be told; and application load balancers beside it. */
  | {
      readonly state: 'anything';
      readonly arns: readonly string[];
      readonly why: string;
      readonly evidence: readonly EvidenceRef[];
    };

interface Views {
  readonly listeners: FactView<'aws.elbv2.listener'>;
  readonly groups: FactView<'aws.elbv2.target-group'>;
}

/** UDP alone carries no web application; QUIC may, HTTP/3. */
export function passedThrough(balancerId: string, { listeners, groups }: Views): PassedThrough {
  const listening = listeners.where('loadBalancerId', balancerId);
  if (listening.state === 'unknown') return { state: 'unknown', gaps: listening.gaps };
  if (listening.state === 'absent') {
    return { state: 'nothing', reason: 'no-listener', why: 'has no listener', evidence: [] };
  }
  const evidence = listening.value.flatMap((listener) => listener.evidence);
  const web = listening.value.filter(({ data }) => data.protocol !== 'UDP');
  if (web.length === 0)
    return { state: 'nothing', reason: 'udp-only', why: 'passes UDP on and nothing else', evidence };
  const each = web.map((listener) => ({ listener, behind: balancersBehind(listener, groups) }));
  const gaps = each.flatMap(({ behind }) => behind.gaps);
  if (gaps.length > 0) return { state: 'unknown', gaps };
  const arns = [...new Set(each.flatMap(({ behind }) => behind.arns))];
  const all = [...evidence, ...each.flatMap(({ behind }) => behind.evidence)];
  const open = each.filter(({ behind }) => !behind.isAll).map(({ listener }) => portOf(listener));
  if (open.length === 0) return { state: 'balancers', arns, evidence: all };
  return {
    state: 'anything',
    arns,
    why: `what it passes on at ${shortList(open)} is a web application`,
    evidence: all,
  };
}

interface Behind {
  readonly arns: readonly string[];
  /** Whether application load balancers are all that the listener leads to. */
  readonly isAll: boolean;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

function balancersBehind({ data }: Fact<'aws.elbv2.listener'>, groups: Views['groups']): Behind {
  const looked = data.targetGroupIds.map((id) => groups.get(id));
  const found = looked.flatMap((lookup) => (lookup.state === 'found' ? lookup.value : []));
  const ofBalancers = found.filter(({ data: group }) => group.targetType === 'alb' && group.targets.length > 0);
  return {
    arns: ofBalancers.flatMap(({ data: group }) => group.targets.map(({ id }) => id)),
    isAll: looked.length > 0 && ofBalancers.length === looked.length,
    evidence: found.flatMap((group) => group.evidence),
    gaps: looked.flatMap((lookup) => (lookup.state === 'unknown' ? lookup.gaps : [])),
  };
}

function portOf({ data: { protocol, port } }: Fact<'aws.elbv2.listener'>): string {
  return port === null ? protocol : `${protocol}/${port}`;
}
