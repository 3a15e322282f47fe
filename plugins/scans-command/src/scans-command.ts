import { isIP } from 'node:net';
import {
  type Command,
  type CommandIo,
  DataWaveError,
  type EgressService,
  type ExecutionScope,
  printable,
} from '@datawave/plugin-sdk';
import { isPlanView, type PlanView, planText } from './plan-view.ts';
import { PlatformApi } from './platform-api.ts';
import { changesOf, isScanView, type ScanView } from './scan-view.ts';
import { changesText, scansText, scanText } from './scan-words.ts';
import { parseScansArguments, SCANS_USAGE, type ScansArguments } from './scans-arguments.ts';
import { watchScan } from './watch-scan.ts';

const EXIT = { fine: 0, impossible: 1, usage: 2, partial: 4 } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `datawave scans`: the scans of a platform that runs, over its HTTP API. */
export function createScansCommand({ egress }: { readonly egress: EgressService }): Command {
  return {
    summary: 'List, plan, start, watch, pause, resume, cancel and retry scans of a running platform.',
    usage: SCANS_USAGE,
    async run(args, io, scope) {
      try {
        const asked = parseScansArguments(args, io.env);
        if (asked.url.protocol === 'http:' && !isLoopback(asked.url.hostname))
          io.stderr.write(`datawave scans: the token goes to ${asked.url.host} unencrypted; use https.\n`);
        return await act(new PlatformApi(egress, asked, scope.signal), asked, io, scope);
      } catch (error) {
        if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
        io.stderr.write(`datawave scans: ${printable(error.message)} [${printable(error.code)}]\n`);
        if (error.hint !== undefined) io.stderr.write(`  ${printable(error.hint)}\n`);
        return error.code === 'DW_USAGE' ? EXIT.usage : EXIT.impossible;
      }
    },
  };
}

async function act(
  api: PlatformApi,
  asked: ScansArguments,
  io: CommandIo,
  { signal }: ExecutionScope,
): Promise<number> {
  if (asked.verb === 'list') {
    await list(api, asked, io);
    return EXIT.fine;
  }
  if (asked.verb === 'plan') {
    const plan = await planOf(api, asked);
    await write(io, asked.format === 'json' ? json(plan) : planText(plan));
    return EXIT.fine;
  }
  const run = scanOf(await request(api, asked));
  if (!asked.isWatched) {
    await write(io, asked.format === 'json' ? json(run) : scanText(run));
    return EXIT.fine;
  }
  const ended = await watchScan(api, io, run, signal);
  await write(io, asked.format === 'json' ? json(ended) : scanText(ended));
  if (asked.format === 'table') {
    const changes = changesOf(await api.ask('GET', `/scans/${encodeURIComponent(ended.id)}/comparison`));
    if (changes !== null) await write(io, changesText(changes));
  }
  if (ended.state === 'completed') return EXIT.fine;
  return ended.state === 'completed-with-errors' ? EXIT.partial : EXIT.impossible;
}

async function list(api: PlatformApi, asked: ScansArguments, io: CommandIo): Promise<void> {
  const query = new URLSearchParams({ limit: String(asked.limit) });
  if (asked.state !== null) query.set('state', asked.state);
  if (asked.source !== null) query.set('source', await sourceId(api, asked.source));
  const page = await api.ask('GET', `/scans?${query}`);
  await write(io, asked.format === 'json' ? json(page) : scansText(itemsOf(page).map(scanOf)));
}

async function request(api: PlatformApi, asked: ScansArguments): Promise<unknown> {
  const { verb, subject, mode, priority, rule } = asked;
  if (verb === 'start')
    return api.ask('POST', '/scans', {
      sourceId: await sourceId(api, subject),
      ...(mode === null ? {} : { mode }),
      ...(priority === null ? {} : { priority }),
      ...(rule === null ? {} : { ruleId: rule }),
    });
  const path = `/scans/${encodeURIComponent(subject)}`;
  return verb === 'watch' ? api.ask('GET', path) : api.ask('POST', `${path}/${verb}`);
}

async function planOf(api: PlatformApi, asked: ScansArguments): Promise<PlanView> {
  const { subject, mode, rule } = asked;
  const path = rule === null ? 'plan' : `${encodeURIComponent(rule)}/preview`;
  const plan = await api.ask('POST', `/scan-rules/${path}`, {
    sourceId: await sourceId(api, subject),
    ...(mode === null ? {} : { mode }),
  });
  if (isPlanView(plan)) return plan;
  throw strange();
}

/** The id of a source that is named by its key or id. */
async function sourceId(api: PlatformApi, name: string): Promise<string> {
  if (UUID.test(name)) return name;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: unknown = await api.ask(
      'GET',
      `/sources?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const found = itemsOf(page).find((source) => part(source, 'key') === name);
    const id = part(found, 'id');
    if (typeof id === 'string') return id;
    const next = part(page, 'nextCursor');
    cursor = typeof next === 'string' ? next : null;
  }
  throw new DataWaveError({
    code: 'DW_SOURCE_UNKNOWN',
    message: `There is no source "${name.slice(0, 100)}".`,
    hint: 'Name it by its key or its id; the shell shows both.',
  });
}

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function itemsOf(page: unknown): readonly unknown[] {
  const items = part(page, 'items');
  if (Array.isArray(items)) return items;
  throw strange();
}

function scanOf(value: unknown): ScanView {
  if (isScanView(value)) return value;
  throw strange();
}

const strange = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLATFORM_ANSWER',
    message: 'The platform answered something else than was asked for.',
    hint: 'Check that the command and the platform are of the same version.',
  });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

// Waits until the text is handed on, so that the process may end right after.
async function write(io: CommandIo, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  io.stdout.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  await promise;
}
