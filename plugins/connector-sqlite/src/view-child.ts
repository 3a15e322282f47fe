import type { RowBatch } from '@datawave/plugin-sdk';
import { assetLabel } from '@datawave/plugin-sdk/connector';
import { openDatabase } from './open-database.ts';
import { readTable } from './read.ts';
import { sampleTable } from './sample.ts';
import { sqliteError } from './sqlite-error.ts';
import type { ViewAnswer, ViewRequest } from './view-process.ts';

const signal = new AbortController().signal;
let batches: AsyncGenerator<RowBatch, void, void> | null = null;

async function answerTo(request: ViewRequest): Promise<ViewAnswer> {
  if (request.kind === 'sample') {
    return {
      kind: 'sample',
      sample: await sampleTable(openDatabase(request.location), request.asset, request.options, signal),
    };
  }
  if (request.kind === 'read')
    batches = readTable(openDatabase(request.location), request.asset, { ...request.options, signal });
  const next = await batches?.next();
  return next === undefined || next.done === true ? { kind: 'end' } : { kind: 'batch', batch: next.value };
}

let label = 'the view';
process.on('message', (request: ViewRequest) => {
  if (request.kind !== 'more') label = assetLabel(request.asset.path);
  void answerTo(request)
    .catch((error: unknown): ViewAnswer => {
      const translated = sqliteError(error, label, 'read');
      return {
        kind: 'error',
        code: translated.code,
        message: translated.message,
        hint: translated.hint ?? '',
      };
    })
    .then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
