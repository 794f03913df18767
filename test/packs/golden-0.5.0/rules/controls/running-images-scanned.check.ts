import { defineCheck, need, notApplicable, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import type { EvidenceRef } from '../../../src/core/read.js';
import { imageName, indexVerdict, scanState, scanVerdict } from '../../../src/derive/aws/image-scan.js';
import { declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    image: need('aws.ecr.image', { as: 'subject' }),
    registry: need('aws.ecr.registry'),
    // Any cluster of any account may run an image.
    pods: need('kubernetes.pod', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ image, registry, pods, declared, params }) {
    if (image.data.isIndex) return indexVerdict(image);
    const because: EvidenceRef[] = [];
    if (image.data.inUseCount === 0) {
      // A pod names the digest of the index or that of the platform, as its runtime has it.
      const digests = [image.data.digest, ...image.data.indexes];
      const pod = digests.map((digest) => pods.glimpseWhere('digests', digest)).find((each) => each !== null);
      if (pod === undefined) {
        const gaps = digests.flatMap((digest) => gapsOf(pods.where('digests', digest)));
        return gaps.length > 0
          ? unknown(`whether ${imageName(image)} runs cannot be said`, gaps)
          : notApplicable('not-running', `no pod and no task that is known of runs ${imageName(image)}`);
      }
      because.push(...pod.evidence);
    }
    const time = declaredTime(declared);
    if (time.state !== 'found') return unknown('the time of the run is not known', gapsOf(time));
    return scanVerdict(
      scanState({ image, registry, at: time.value, maxAgeDays: params.integer('maxAgeDays') }),
      because,
    );
  },
});
