import { defineDerivation } from '../derivation.js';
import { entryNeeds, entryOf, type InternetEntry } from './internet-entry.js';

declare module '../../core/fact.js' {
  interface FactKinds {
    /** The ways by which the internet reaches the targets of a target group at most: no network ACL is weighed. */
    'aws.ec2.internet-entry-bound': InternetEntry;
  }
}

export const internetEntryBound = defineDerivation({
  kind: 'aws.ec2.internet-entry-bound',
  needs: entryNeeds,
  run: (views) => entryOf({ ...views, acls: null }),
});
