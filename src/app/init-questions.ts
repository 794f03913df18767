import { configSchema } from './config-schema.js';
import type { Ask } from './init-ask.js';
import { askGates, askOrganizations } from './init-questions-github.js';
import type { Surroundings } from './init-surroundings.js';
import type { InitAnswers } from './init-text.js';

const entity = configSchema.shape.entity.unwrap().shape;
const awsEntry = configSchema.shape.scope.unwrap().shape.aws.unwrap().element.shape;

/** Asks one thing after another, each with its default; an answer that the configuration would refuse is asked again. */
export async function askAll(ask: Ask, defaults: InitAnswers, around: Surroundings): Promise<InitAnswers> {
  const name = await ask.text({
    message: 'Name of the entity that is assessed',
    fallback: defaults.entity,
    problem: (answer) => (entity.name.safeParse(answer.trim()).success ? null : 'a name, please'),
  });
  const role = await ask.choice({
    message: 'What it is to PCI DSS',
    fallback: defaults.role,
    choices: [
      { value: 'service-provider', name: 'service provider: it handles card data for others' },
      { value: 'merchant', name: 'merchant: it takes cards for its own sales' },
    ],
  });
  const assessment = await ask.choice({
    message: 'How it is assessed',
    fallback: defaults.assessment,
    choices: [
      { value: 'roc', name: 'report on compliance (ROC)' },
      { value: 'saq', name: 'self-assessment questionnaire (SAQ)' },
    ],
  });
  const account = await accountOf(ask, defaults.account);
  return {
    entity: name.trim(),
    role,
    assessment,
    account,
    regions: account === null ? 'all' : await regions(ask),
    organizations: await askOrganizations(ask, around),
    gates: await askGates(ask, around),
    key: await key(ask),
  };
}

/** `found`: the account of the credentials at hand; null where there are none. */
async function accountOf(ask: Ask, found: string | null): Promise<string | null> {
  const which = await ask.choice({
    message: 'AWS account to audit',
    fallback: found === null ? 'any' : 'found',
    choices: [
      ...(found === null ? [] : [{ value: 'found' as const, name: `${found}, that of the credentials at hand` }]),
      { value: 'any', name: 'whichever the credentials of a run belong to' },
      { value: 'named', name: found === null ? 'one that I name' : 'another' },
    ],
  });
  if (which !== 'named') return which === 'found' ? found : null;
  const answer = await ask.text({
    message: 'Account id',
    fallback: '',
    problem: (text) => (awsEntry.account.safeParse(text.trim()).success ? null : '12 digits'),
  });
  return answer.trim();
}

async function regions(ask: Ask): Promise<InitAnswers['regions']> {
  const which = await ask.choice({
    message: 'Regions to audit',
    fallback: 'all',
    choices: [
      { value: 'all', name: 'all that are enabled for the account' },
      { value: 'list', name: 'a list' },
    ],
  });
  if (which === 'all') return which;
  const answer = await ask.text({
    message: 'Regions, with commas between',
    fallback: 'eu-west-1',
    problem: (text) =>
      awsEntry.regions.safeParse(listed(text)).success ? null : 'names such as eu-west-1, with commas between',
  });
  return listed(answer);
}

async function key(ask: Ask): Promise<string | null> {
  const wanted = await ask.choice({
    message: 'Sign the packs',
    fallback: 'no',
    choices: [
      { value: 'no', name: 'not yet: unsigned packs do not verify' },
      { value: 'yes', name: 'with a private key file' },
    ],
  });
  if (wanted === 'no') return null;
  const path = await ask.text({
    message: 'Path of the key, from the configuration file',
    fallback: 'audit.key',
    problem: (answer) => (answer.trim() === '' ? 'a path, please' : null),
  });
  return path.trim();
}

function listed(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
}
