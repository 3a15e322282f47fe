import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { renderErrorPage } from '../src/errors/error-page.ts';
import { listFiles, root } from './repository.ts';
import { renderServiceShapes } from './service-shapes.ts';
import { renewOrCheck } from './stale-files.ts';
import { requireDefaulted } from './types/require-defaulted.ts';

/** Each plugin's configuration, and core's own. */
const SCHEMAS = ['config.schema.json', 'src/config/*.schema.json'] as const;

/** The types of every configuration schema, the page of the error codes and the shapes of the services, by path relative to the root. */
async function generate(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of listFiles(...SCHEMAS)) texts.set(typesFile(file), await generateTypes(file));
  texts.set('core/docs/errors.md', renderErrorPage());
  texts.set('core/src/isolation/service-shapes.generated.ts', renderServiceShapes());
  return texts;
}

/** `plugins/x/config.schema.json` is typed by `plugins/x/src/config.generated.ts`; core's lie beside the schema. */
function typesFile(schema: string): string {
  const renamed = schema.replace(/\.schema\.json$/, '.generated.ts');
  return /(^|\/)src\//.test(schema) ? renamed : join(renamed, '..', 'src', basename(renamed));
}

async function generateTypes(file: string): Promise<string> {
  const schema: JSONSchema = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return await compile(requireDefaulted(schema), file.startsWith('core/') ? 'KernelSettings' : 'Config', {
    additionalProperties: false,
    bannerComment: `// Generated from ${basename(file)}; run "npm run generate".`,
    cwd: join(root, file, '..'),
    style: { printWidth: 110, singleQuote: true },
  });
}

/** Whether the committed files are those of the schemas; with `write` it makes them so. */
export async function checkGenerated(write = false): Promise<boolean> {
  return renewOrCheck(await generate(), 'npm run generate', write);
}

if (import.meta.filename === process.argv[1]) {
  process.exitCode = (await checkGenerated(process.argv.includes('--write'))) ? 0 : 1;
}
