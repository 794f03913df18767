import { scaffold } from './registry/scaffold.js';

// npm run new:control -- <area> <id>
const [area, id] = process.argv.slice(2);
try {
  const written = scaffold(new URL('../', import.meta.url), area ?? '', id ?? '');
  for (const path of written) process.stdout.write(`${path}\n`);
  process.stdout.write(`Next: make 'npm run control -- ${id ?? ''}' pass, then 'npm run generate'.\n`);
} catch (error) {
  process.stderr.write(
    `usage: npm run new:control -- <area> <id>: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 2;
}
