import type { Scope } from '../../core/scope.js';
import { collectComposed } from './collect-composed.js';
import { launchTemplates, parseTemplateVersion, withVersions } from './parse-ec2-instances.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading } from '../reading/read-items.js';

/** Reads the launch templates of a region and, for each, all of its versions. */
export async function collectLaunchTemplates(reading: Reading, scope: Scope): Promise<void> {
  await collectComposed(reading, scope, 'ec2:DescribeLaunchTemplates', launchTemplates, {
    request: ({ id }) => readOf(scope, 'ec2:DescribeLaunchTemplateVersions', { LaunchTemplateId: id }),
    member: 'LaunchTemplateVersions',
    parse: parseTemplateVersion,
    receive: (keep) => eachOnce(keep),
    compose: (data, versions) =>
      withVersions(
        data,
        versions.map(({ part }) => part.data),
      ),
  });
}
