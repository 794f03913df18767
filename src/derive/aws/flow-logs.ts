import type { Fact } from '../../core/fact.js';

type FlowLog = Fact<'aws.ec2.flow-log'>;
type Traffic = 'ACCEPT' | 'REJECT';

/** The two kinds that are all traffic together. */
export const everyTraffic: readonly Traffic[] = ['ACCEPT', 'REJECT'];

/** What the flow logs of one resource record, as EC2 says of them. */
interface Recorded {
  /** What is recorded, and delivered or perhaps so: nothing says that it is not. */
  readonly made: ReadonlySet<Traffic>;
  /** Why a log does not count, in words, for each that does not. */
  readonly remarks: readonly string[];
}

/**
 * What of the traffic the logs record and may deliver. A log counts while it is active and its last delivery succeeded; one
 * of which EC2 says nothing may deliver. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
export function recorded(logs: readonly FlowLog[]): Recorded {
  const states = logs.map((log) => ({ traffic: trafficOf(log), ...stateOf(log) }));
  return {
    made: new Set(states.flatMap(({ state, traffic }) => (state === 'off' ? [] : traffic))),
    remarks: states.flatMap(({ remark }) => remark ?? []),
  };
}

/** Whether the log is known to deliver that traffic. */
export function delivers(log: FlowLog, kind: Traffic): boolean {
  return stateOf(log).state === 'delivers' && trafficOf(log).includes(kind);
}

/** Whether accepted and rejected traffic are both in the sets together. */
export function isAllTraffic(...sets: readonly ReadonlySet<Traffic>[]): boolean {
  return sets.some((set) => set.has('ACCEPT')) && sets.some((set) => set.has('REJECT'));
}

function trafficOf({ data }: FlowLog): readonly Traffic[] {
  return data.traffic === 'ALL' ? everyTraffic : [data.traffic];
}

function stateOf({ id, data }: FlowLog): {
  readonly state: 'delivers' | 'not-said' | 'off';
  readonly remark: string | null;
} {
  if (data.status !== 'ACTIVE') return { state: 'off', remark: `${id} is ${data.status}` };
  const only = data.traffic === 'ALL' ? null : `${id} records ${data.traffic} only`;
  switch (data.delivery) {
    case 'SUCCESS':
      return { state: 'delivers', remark: only };
    case null:
      return { state: 'not-said', remark: `nothing says that ${id} delivers` };
    default: {
      const why = data.deliveryError === null ? '' : `: ${data.deliveryError}`;
      return { state: 'off', remark: `${id} does not deliver (${data.delivery}${why})` };
    }
  }
}
