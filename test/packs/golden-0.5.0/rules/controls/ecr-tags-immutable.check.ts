import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { isGlobMatch } from '../../../src/core/glob.js';
import { imageName } from '../../../src/derive/aws/image-scan.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    repository: need('aws.ecr.repository', { as: 'subject' }),
    images: need('aws.ecr.image'),
  },
  run({ repository, images }) {
    const { repositoryName: name, tagMutability, exclusions } = repository.data;
    const listed = shortList(exclusions);
    const isWhole = exclusions.some((exclusion) => /^\*+$/.test(exclusion));
    switch (tagMutability) {
      case 'IMMUTABLE':
        return pass(`no tag of ${name} can be moved`);
      case 'MUTABLE':
        return fail(`every tag of ${name} can be moved`);
      case 'MUTABLE_WITH_EXCLUSION':
        return isWhole
          ? pass(`no tag of ${name} can be moved, since ${listed} are excluded from what can`)
          : fail(`every tag of ${name} can be moved but ${listed}`);
      case 'IMMUTABLE_WITH_EXCLUSION':
        break;
    }
    if (isWhole) return fail(`every tag of ${name} can be moved, since ${listed} are excluded from what cannot`);
    const found = images.where('repositoryId', repository.id);
    if (found.state === 'unknown') return unknown(`which tags the images of ${name} have cannot be said`, found.gaps);
    const tagged = found.state === 'found' ? found.value.filter(({ data }) => data.imageTags.length > 0) : [];
    const isMovable = (tag: string) => exclusions.some((exclusion) => isGlobMatch(exclusion, tag));
    const loose = tagged.filter(({ data }) => data.imageTags.every(isMovable));
    return loose.length === 0
      ? pass(
          `no tag of ${name} can be moved but ${listed}, and neither the newest image nor one in use goes by such a tag alone`,
        )
      : fail(
          `${shortList(loose.map(imageName))} goes by tags alone that can be moved (${listed})`,
          loose.flatMap(({ evidence }) => evidence),
        );
  },
});
