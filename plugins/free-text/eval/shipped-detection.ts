import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TextDetectionService, textDetectionService } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';

const ROOT = join(import.meta.dirname, '../../..');
const WANTED = /^\s*"@datawave\/plugin-(classification|free-text|classifier-[a-z-]+)"/gm;

/** Runs a look with detection as a one-shot scan has it: all plugins that contribute span rules. */
export async function withShippedDetection<T>(
  look: (detection: TextDetectionService) => Promise<T>,
): Promise<T> {
  const config = readFileSync(join(ROOT, 'config/scan.yaml'), 'utf8');
  const names = new Set([...config.matchAll(WANTED)].map((match) => match[1] ?? ''));
  names.add('free-text');
  await using kernel = await createTestKernel({
    plugins: [...names].map((name) => join(ROOT, 'plugins', name)),
    http: 'never',
  });
  for (const { id, state, reason } of kernel.kernel.plugins())
    if (state !== 'active') throw new Error(`The plugin ${id} is ${state}: ${JSON.stringify(reason)}.`);
  return await look(kernel.service(textDetectionService));
}
