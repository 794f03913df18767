import { defineCheck, need, notApplicable, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { imageName, indexVerdict, scanState, scanVerdict } from '../../../src/derive/aws/image-scan.js';
import { declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    image: need('aws.ecr.image', { as: 'subject' }),
    registry: need('aws.ecr.registry'),
    declared: need('time', { within: 'all' }),
  },
  run({ image, registry, declared, params }) {
    if (!image.data.isNewest) {
      return notApplicable('superseded', `${imageName(image)} is not the newest tagged image of its repository`);
    }
    if (image.data.isIndex) return indexVerdict(image);
    const time = declaredTime(declared);
    if (time.state !== 'found') return unknown('the time of the run is not known', gapsOf(time));
    return scanVerdict(scanState({ image, registry, at: time.value, maxAgeDays: params.integer('maxAgeDays') }));
  },
});
