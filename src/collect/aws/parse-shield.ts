import { z } from 'zod';
import { shieldProtection } from '../../facts/aws/shield.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';

const wireProtection = z.object({ Id: z.string(), Name: freeText.optional(), ResourceArn: z.string() });

export const protections: ItemParser<'aws.shield.protection'> = {
  kind: 'aws.shield.protection',
  member: 'Protections',
  parse(item) {
    const { Id, Name, ResourceArn } = wireProtection.parse(item);
    return { id: Id, name: Name ?? null, data: shieldProtection.parse({ id: Id, resourceArn: ResourceArn }) };
  },
};
