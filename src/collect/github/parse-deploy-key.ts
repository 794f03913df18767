import { z } from 'zod';
import { freeText, type ItemParser } from '../reading/item-parser.js';

// https://docs.github.com/en/rest/deploy-keys/deploy-keys#list-deploy-keys
const wireKey = z.object({ id: z.int(), title: freeText, read_only: z.boolean() });

export const deployKeys: ItemParser<'github.deploy-key'> = {
  kind: 'github.deploy-key',
  member: 'body',
  parse(item) {
    const { id: number, title, read_only: isReadOnly } = wireKey.parse(item);
    const id = `key-${number}`;
    return { id, name: title, data: { id, title, isReadOnly } };
  },
};
