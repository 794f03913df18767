import { need } from '../../core/check.js';
import { PortSet } from '../../core/net/port-set.js';
import type { Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { exposureNeeds, pathsTo } from './exposure.js';

/**
 * What the internet reaches of a network interface at most: by routes, groups and load balancers, no network ACL weighed.
 * It says that a port is out of reach where ACLs cannot be read. Its id is the interface's.
 */
interface ExposureBound {
  /** For `PortSet.parse`. */
  readonly ports: string;
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.exposure-bound': ExposureBound;
  }
}

export const exposureBound = defineDerivation({
  kind: 'aws.ec2.exposure-bound',
  needs: { ...exposureNeeds, entries: need('aws.ec2.internet-entry-bound') },
  run(views) {
    const gaps: Gap[] = [];
    const paths = pathsTo({ ...views, acls: null }, gaps);
    if (paths.length === 0) return nothing(gaps);
    return derived(
      { ports: PortSet.unionAll(paths.map(({ ports }) => PortSet.parse(ports))).toString() },
      paths.flatMap(({ evidence }) => evidence),
      gaps,
    );
  },
});
