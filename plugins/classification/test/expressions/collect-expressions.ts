import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { textDetectionService } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { parseAst } from 'rolldown/parseAst';

/** An expression of the shipped code that looks at values of a source. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** File that it stands in or is put together in, relative to the repository. */
  readonly file: string;
}

const ROOT = join(import.meta.dirname, '../../../..');
const LOOKED_AT =
  /plugins\/(?:classifier-[a-z]+|free-text|classification)\/src\/|plugin-sdk\/src\/governance\//;

/** Every expression that is written out in the sources. */
export function writtenExpressions(): readonly Expression[] {
  const files = globSync(
    [
      'plugins/classifier-*/src/**/*.ts',
      'plugins/{free-text,classification,scanner}/src/**/*.ts',
      'plugin-sdk/src/governance/**/*.ts',
    ],
    { cwd: ROOT },
  ).filter((file) => !file.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const found: Expression[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const regex: unknown = Reflect.get(node, 'regex');
      if (typeof regex === 'object' && regex !== null)
        found.push({
          source: String(Reflect.get(regex, 'pattern')),
          flags: String(Reflect.get(regex, 'flags')),
          file,
        });
      for (const child of Object.values(node)) walk(child);
    };
    walk(parseAst(readFileSync(join(ROOT, file), 'utf8'), { lang: 'ts' }).body);
    return found;
  });
}

/**
 * Every expression that the plugins put together while they start and look at a text. Must be called before any of
 * them is loaded, hence in a process of its own.
 */
async function builtExpressions(): Promise<readonly Expression[]> {
  const found: Expression[] = [];
  const plain = globalThis.RegExp;
  globalThis.RegExp = new Proxy(plain, {
    construct(target, given, newTarget) {
      const made: unknown = Reflect.construct(target, given, newTarget);
      const frame = new Error().stack?.split('\n').find((line) => LOOKED_AT.test(line));
      const file = frame === undefined ? null : plain('(plugin[^:()]*\\.ts)').exec(relative('/', frame))?.[1];
      if (made instanceof plain && typeof file === 'string')
        found.push({ source: made.source, flags: made.flags, file });
      return Object(made);
    },
  });
  const plugins = globSync('plugins/{classification,free-text,classifier-*}', { cwd: ROOT });
  await using kernel = await createTestKernel({
    plugins: plugins.map((folder) => join(ROOT, folder)),
    http: 'never',
  });
  await kernel
    .service(textDetectionService)
    .detect('Write to Ada Brandt, ada@example.org, key AKIAIOSFODNN7EXAMPLE, +49 30 1234567.');
  return found;
}

if (import.meta.main) process.stdout.write(JSON.stringify(await builtExpressions()));
