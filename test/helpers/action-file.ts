import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());
const shape = z.strictObject({
  name: z.string(),
  description: z.string().max(125),
  author: z.string(),
  branding: z.strictObject({ icon: z.string(), color: z.string() }),
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.strictObject({
        id: z.string().optional(),
        if: z.string().optional(),
        shell: z.literal('bash').optional(),
        run: z.string().optional(),
        uses: z.string().optional(),
        with: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
        env: texts.optional(),
      }),
    ),
  }),
});

/** action.yml of the repository. */
export function actionFile(): z.infer<typeof shape> {
  return shape.parse(parse(readFileSync(join(resolve(import.meta.dirname, '../..'), 'action.yml'), 'utf8')));
}
