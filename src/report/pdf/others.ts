import type { HtmlView } from '../html-view.js';
import type { Flow } from './flow.js';
import { bold, code, quiet, text } from './spans.js';
import { rule } from './sheet.js';
import { page, size } from './theme.js';

/** Entity and assessor, dates, tool and rules, and the configuration of the run. */
export function drawIdentity(flow: Flow, { identity }: HtmlView): void {
  flow.heading(2, [text('Entity and assessor')]);
  flow.pairs([...identity.entity, { label: 'assessor', value: identity.assessor }]);
  flow.heading(2, [text('Dates and identities')]);
  flow.pairs(identity.dates);
  flow.heading(2, [text('Tool and rules')]);
  flow.pairs([...identity.rules, ...identity.libraries]);
  flow.paragraph([quiet('The effective configuration stands in run.json.')]);
}

/** Who usually answers for a clause; each number leads to it. */
export function drawResponsibilities(flow: Flow, { responsibilities }: HtmlView): void {
  flow.paragraph([
    text(
      'Who usually answers for a clause at a platform of this kind, by the catalog. Agreements of the entity with its tenants and suppliers are not recorded in this version.',
    ),
  ]);
  for (const { responsible, frameworks } of responsibilities) {
    flow.heading(2, [text(`Usually ${responsible}`)], { size: size.h3 });
    for (const { id, title, clauses } of frameworks) {
      flow.paragraph(
        [
          bold(`${title}: `),
          ...clauses.flatMap((clause, index) => [
            text(index === 0 ? '' : ', '),
            text(clause, { ink: 'accent', link: { to: `${id}-${clause}` } }),
          ]),
        ],
        { size: size.small },
      );
    }
  }
}

/** How far the pack may be trusted and how that is checked, what the report cannot say, and room to sign. */
export function drawIntegrity(flow: Flow, { integrity }: HtmlView): void {
  flow.heading(2, [text('Integrity')]);
  flow.paragraph([bold('pack '), code(integrity.packId)], { after: 1 });
  flow.paragraph([bold('evidenceRoot '), code(integrity.evidenceRoot)], { after: 1 });
  const signer = integrity.signedBy === null ? bold('UNSIGNED', { ink: 'fail' }) : code(integrity.signedBy);
  flow.paragraph([bold('signed by '), signer]);
  flow.paragraph([text(`${integrity.trust} ${integrity.chain}`)]);
  flow.heading(2, [text('Verify it')]);
  flow.paragraph([text('Inside the pack’s folder; VERIFY.md has the signature check with openssl alone.')]);
  flow.commands(integrity.commands);
  flow.heading(2, [text('Limits')]);
  flow.list([
    ...integrity.limits.map((limit) => [text(limit)]),
    [
      text(
        'How each control could be wrong, in both directions, stands with it under rules/ and in the report in HTML.',
      ),
    ],
  ]);
  flow.heading(2, [text('Sign-off')], { keep: 110 });
  for (const who of integrity.signOff) {
    flow.ensure(46);
    flow.paragraph([bold(who)], { after: 20 });
    flow.sheet.artifact(rule(flow.y, 'quiet', 0.6, page.left, 320));
    flow.paragraph([quiet('Name, date, signature')], { size: size.small, after: 8 });
  }
}
