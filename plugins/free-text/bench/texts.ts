import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const templates = join(import.meta.dirname, '../training/templates');
const sentencesOf = (file: string): readonly string[] =>
  readFileSync(join(templates, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The READMEs of installed packages in turn: what people write, with all that stands in it. */
function documentation(): () => string {
  const folder = join(import.meta.dirname, '../../../node_modules');
  const readmes = readdirSync(folder)
    .filter((name) => !name.startsWith('.') && !name.startsWith('@'))
    .sort()
    .map((name) => join(folder, name, 'README.md'))
    .filter((file) => existsSync(file));
  let next = 0;
  return () => {
    const file = readmes[next++ % readmes.length];
    return file === undefined ? '\n' : readFileSync(file, 'utf8');
  };
}

/** The text whose speed is told cold, too. */
export const SENTENCES = 'prose, sentences begin in capitals, nothing in it';

/** A text to be looked at, and what it stands for. */
export interface BenchText {
  readonly title: string;
  readonly text: string;
}

/** Texts of about `size` code units each. */
export function benchTexts(size: number): readonly BenchText[] {
  let state = 1;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const pick = (items: readonly string[]): string => items[below(items.length)] ?? '';
  const fill = (next: () => string): string => {
    const lines: string[] = [];
    for (let length = 0; length < size; ) {
      const line = next();
      lines.push(line);
      length += line.length;
    }
    // Flat, as a text that was read is: a rope would be flattened within the first round.
    return Buffer.from(lines.join(''), 'utf8').toString('utf8');
  };
  const ordinary = sentencesOf('ordinary.txt').filter((line) => !/\d/.test(line));
  const plain = ordinary.filter((line) => /^\p{Lu}[^\p{Lu}]*$/u.test(line));
  const words = ordinary.flatMap((line) => line.toLowerCase().match(/[a-z]{2,}/g) ?? []);
  const two = (value: number): string => String(value).padStart(2, '0');
  const first = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Frances', 'Jean', 'Niklaus'];
  const last = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Allen', 'Bartik', 'Wirth'];
  const moment = (): string =>
    `2024-${two(1 + below(12))}-${two(1 + below(28))}T${two(below(24))}:${two(below(60))}:${two(below(60))}.${100 + below(900)}Z`;
  const className = (): string =>
    `org.example.${pick(['warehouse.stock', 'billing.invoices', 'web.filters'])}.${pick(['StockLevelController', 'InvoiceService', 'RequestIdentifierFilter', 'ConnectionPool'])}`;
  const dense = (): string =>
    pick([
      `${pick(first)} ${pick(last)} wrote from ${pick(last).toLowerCase()}${below(1_000)}@example.com. `,
      `Please call ${pick(first)} ${pick(last)} at +49 30 ${1_000_000 + below(9_000_000)} in the afternoon. `,
      `The card 4111 1111 1111 1111 of ${pick(first)} was declined. `,
      `Requests from 203.0.113.${below(255)} are refused. `,
    ]);
  return [
    {
      title: 'prose in small letters, nothing in it',
      text: fill(() => `${Array.from({ length: 8 + below(10) }, () => pick(words)).join(' ')}. `),
    },
    { title: SENTENCES, text: fill(() => `${pick(plain)} `) },
    { title: 'prose with names of software and headings', text: fill(() => `${pick(ordinary)} `) },
    {
      title: 'log lines, nothing in them',
      text: fill(
        () =>
          `2024-${two(1 + below(12))}-${two(1 + below(28))} ${two(below(24))}:${two(below(60))}:${two(below(60))}.${below(1_000)} ${pick(['INFO', 'WARN', 'DEBUG'])} [worker-${below(16)}] request ${below(1_000_000)} took ${below(2_000)} ms, status ${pick(['200', '404', '500'])}\n`,
      ),
    },
    {
      title: 'log lines in JSON, nothing in them',
      text: fill(
        () =>
          `{"level":${pick(['20', '30', '40'])},"time":${1_700_000_000_000 + below(1e9)},"pid":${below(30_000)},"hostname":"worker-${below(9)}","msg":"request completed","statusCode":${pick(['200', '304', '500'])},"responseTime":${below(900)}.${below(100)}}\n`,
      ),
    },
    {
      title: 'lines of the system log, nothing in them',
      text: fill(
        () =>
          `Jan ${two(1 + below(28))} ${two(below(24))}:${two(below(60))}:${two(below(60))} host${below(5)} ${pick(['systemd', 'kernel', 'cron'])}[${below(30_000)}]: ${pick(['Started daily cleanup of temporary directories.', 'device eth0 entered promiscuous mode', '(root) CMD (run-parts /etc/cron.hourly)', 'Reached target timers.'])}\n`,
      ),
    },
    {
      title: 'lines of a server of applications, nothing in them',
      text: fill(
        () =>
          `${two(below(24))}:${two(below(60))}:${two(below(60))},${below(1_000)} [pool-${below(5)}-thread-${below(20)}] ${pick(['INFO ', 'WARN ', 'DEBUG'])} c.e.service.${pick(['OrderService', 'CacheLoader', 'JobRunner'])} - ${pick(['finished', 'started', 'skipped'])} batch ${below(2 ** 30).toString(16)} in ${below(5_000)}ms (${below(100)}%)\n`,
      ),
    },
    {
      title: 'records in JSON with names of classes',
      text: fill(
        () =>
          `{"timestamp":"${moment()}","level":"${pick(['info', 'warn', 'error'])}","logger":"${className()}","message":"${pick(['order processed', 'cache miss', 'retry scheduled'])}"${below(2) === 0 ? `,"attempt":${below(5)}` : ''},"queue":{"depth":${below(500)}}}\n`,
      ),
    },
    {
      title: 'records of keys and values',
      text: fill(
        () =>
          `ts=${moment()} level=${pick(['info', 'warn', 'debug'])} caller=${pick(['db.go', 'compact.go', 'head.go'])}:${below(900)} msg="${pick(['write block', 'compaction done', 'segment loaded'])}" duration=${below(900)}.${below(1_000)}ms segment=${below(9_000)}\n`,
      ),
    },
    {
      title: 'traces of stacks',
      text: fill(
        () =>
          `\tat ${className()}.${pick(['invoke', 'filter', 'execute', 'run'])}(${pick(['Service', 'Filter', 'Controller'])}.java:${below(900)})\n`,
      ),
    },
    { title: 'documentation of the installed packages', text: fill(documentation()) },
    {
      title: 'prose, one find in about 2,000 characters',
      text: fill(() => (below(40) === 0 ? dense() : `${pick(plain)} `)),
    },
    { title: 'prose, a find in every sentence', text: fill(dense) },
  ];
}
