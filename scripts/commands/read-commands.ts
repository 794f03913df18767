import { Command, Config } from '@oclif/core';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A command line as its classes in src/commands/ state it; nothing has to be built. */
export interface CommandLine {
  readonly bin: string;
  /** What each topic is about, by its name. */
  readonly topics: ReadonlyMap<string, string>;
  /** Sorted by id; the id is the path, its parts separated by spaces. */
  readonly commands: readonly { readonly id: string; readonly command: typeof Command }[];
}

export async function readCommands(root: URL): Promise<CommandLine> {
  const config = await Config.load(fileURLToPath(root));
  const folder = fileURLToPath(new URL('src/commands/', root));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const commands = await Promise.all(
    files.sort().map(async (file) => ({
      id: file.replace(/\.ts$/, '').replaceAll(/[/\\]/g, ' '),
      command: commandIn(file, await import(pathToFileURL(join(folder, file)).href)),
    })),
  );
  const topics = Object.entries(config.pjson.oclif.topics ?? {});
  return {
    bin: config.bin,
    topics: new Map(topics.map(([name, topic]) => [name, topic.description ?? ''])),
    commands,
  };
}

function commandIn(file: string, module: unknown): typeof Command {
  if (typeof module === 'object' && module !== null && 'default' in module && isCommand(module.default))
    return module.default;
  throw new TypeError(`src/commands/${file}: expected a command as its default export`);
}

function isCommand(value: unknown): value is typeof Command {
  return typeof value === 'function' && Command.prototype.isPrototypeOf.call(Command.prototype, value.prototype);
}
