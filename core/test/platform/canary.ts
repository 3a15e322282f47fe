import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { LogFields, Logger } from '@datawave/plugin-sdk';
import { redact, redactText } from '../../src/telemetry/redaction.ts';
import { everythingStored } from './database.ts';

/** Files over this are the database's own or archives, which {@link everythingStored} or their own test looks into. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/**
 * Secrets that are put in every place that accepts one, and a search for them in all that is written, sent and stored. A canary counts
 * as seen in any form in which one gets out by accident: as it is, in base64, in hexadecimal, percent-encoded or within JSON.
 */
export class Canaries {
  readonly #byPlace = new Map<string, string>();
  readonly #seen: { readonly where: string; readonly text: string }[] = [];

  /** A new secret for a place. With characters that URLs, JSON and SQL write otherwise, so that each form of it is another. */
  for(place: string): string {
    const value = `cnry-${randomBytes(9).toString('hex')}/+"% é`;
    this.#byPlace.set(place, value);
    return value;
  }

  /** One of letters and digits alone, for places that take nothing else. */
  plainFor(place: string): string {
    const value = `cnry${randomBytes(12).toString('hex')}`;
    this.#byPlace.set(place, value);
    return value;
  }

  /** Watches over a secret that the platform has made itself. */
  watch(place: string, value: string): void {
    if (value.length < 16) throw new Error(`what is to be watched over as "${place}" could be anything`);
    this.#byPlace.set(place, value);
  }

  /** Secrets as they are, by place: for what is too large to be noted. */
  get values(): ReadonlyMap<string, string> {
    return this.#byPlace;
  }

  /** Adds something that got out: an answer, an event, an error. */
  note(where: string, what: unknown): void {
    this.#seen.push({ where, text: textOf(what) });
  }

  /** A logger that takes all levels and writes fields as the real one does. */
  readonly log: Logger = this.#logger();

  #logger(): Logger {
    const write =
      (level: string) =>
      (message: string, fields?: LogFields): void =>
        this.note(`log ${level}`, `${redactText(message)} ${JSON.stringify(redact(fields ?? {}))}`);
    return {
      trace: write('trace'),
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: () => this.log,
    };
  }

  /** Looks into what was noted, the whole database, the files of the data folder and the command lines of running processes. */
  async search(dataDirectory: string): Promise<readonly string[]> {
    this.note('database', await everythingStored(dataDirectory));
    for (const file of await filesBelow(dataDirectory))
      this.note(`file ${relative(dataDirectory, file)}`, await readFile(file, 'latin1'));
    for (const [pid, line] of await commandLines()) this.note(`command line of ${pid}`, line);
    return this.found();
  }

  /** What was seen so far: `PLACE in WHERE (FORM)`. */
  found(): readonly string[] {
    const forms = [...this.#byPlace].flatMap(([place, value]) =>
      formsOf(value).map(([form, text]) => ({ place, form, text })),
    );
    const found = this.#seen.flatMap(({ where, text }) =>
      forms
        .filter((form) => text.includes(form.text))
        .map(({ place, form }) => `${place} in ${where} (${form})`),
    );
    return [...new Set(found)].sort();
  }
}

function formsOf(value: string): readonly (readonly [string, string])[] {
  const bytes = Buffer.from(value, 'utf8');
  // Within something longer, base64 of it begins at one of three places; what touches its neighbours is left out.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return ['base64', text.slice(shift === 0 ? 0 : 4, -4)] as const;
  });
  return [
    ['as it is', value],
    ['latin1', bytes.toString('latin1')],
    ['JSON', JSON.stringify(value).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(value)).slice(3, -3)],
    ['percent-encoded', encodeURIComponent(value)],
    ['hexadecimal', bytes.toString('hex')],
    ['hexadecimal', bytes.toString('hex').toUpperCase()],
    ...base64,
    ...base64.map(([form, text]) => [form, text.replaceAll('+', '-').replaceAll('/', '_')] as const),
    ['its beginning', value.slice(0, 16)],
  ];
}

/** Errors with all that hangs on them, also what JSON leaves out. */
function textOf(what: unknown, depth = 0): string {
  if (typeof what === 'string') return what;
  if (what instanceof Error) {
    const own = Object.fromEntries(
      Object.getOwnPropertyNames(what).map((name) => [name, Reflect.get(what, name)]),
    );
    const cause = what.cause !== undefined && depth < 5 ? textOf(what.cause, depth + 1) : '';
    return `${what.stack ?? ''} ${what.message} ${safeJson(own)} ${cause}`;
  }
  return safeJson(what);
}

function safeJson(what: unknown): string {
  try {
    return JSON.stringify(what) ?? String(what);
  } catch {
    return String(what);
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  // A cluster of PostgreSQL: its rows are looked at as rows.
  if (entries.some(({ name }) => name === 'PG_VERSION')) return found;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path)));
    else if (entry.isFile() && (await stat(path)).size <= MAX_FILE_BYTES) found.push(path);
  }
  return found;
}

/** Of all processes that can be seen, where the system shows them as files. */
async function commandLines(): Promise<readonly (readonly [string, string])[]> {
  if (process.platform !== 'linux') return [];
  const lines: [string, string][] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // It may have ended meanwhile.
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line !== '') lines.push([pid, line.replaceAll('\0', ' ')]);
  }
  return lines;
}
