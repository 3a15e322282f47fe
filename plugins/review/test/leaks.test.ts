import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  everythingStored,
  pluginFolder,
  StagedSource,
  scanOnce,
  startPlatform,
} from '@datawave/core/test-platform';
import { coreServices, type DomainEvent, type LogFields, type Logger } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/** Parts of the values below, such that no mask and no shape of them holds one. */
const CANARIES = [
  'Quirrelbach',
  'zanzibert',
  '0532013000',
  '0532 0130 00',
  '4532015112830366',
  'AKIAQ7ZK3XW5VJ2MPLTR',
  'Qvastholmen',
  '98765432',
];
const PEOPLE = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald'];
const NOTE = `Please call Zanzibert Quirrelbach (zanzibert@quirrelbach.example, +49 30 98765432, Qvastholmen 7), IBAN DE89 3704 0044 0532 0130 00, card 4532015112830366, key AKIAQ7ZK3XW5VJ2MPLTR.`;
const COLUMNS = {
  full_name: ['Zanzibert Quirrelbach', ...PEOPLE.map((name) => `${name} Quirrelbach`)],
  email: ['zanzibert@example.org', ...PEOPLE.map((name) => `${name}.quirrelbach@example.org`)],
  iban: ['DE89370400440532013000'],
  card_number: ['4532015112830366'],
  api_key: ['AKIAQ7ZK3XW5VJ2MPLTR'],
  notes: [NOTE, `Again: ${NOTE}`, 'Nothing to report.'],
};
const RULES = 'classification-rules';

describe('values of a source', () => {
  let test: TestKernel;
  let folder: string;
  const logged: string[] = [];
  const answers: string[] = [];
  const events: DomainEvent[] = [];
  const staged = new StagedSource([{ name: 'people', columns: COLUMNS }]);

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-leaks-'));
    test = await startPlatform({
      plugins: [staged.plugin, ...['custom-rules', 'free-text', 'review'].map(pluginFolder)],
      dataDirectory: folder,
      log: collect(logged),
    });
    for (const id of ['custom-rules', 'free-text', 'review'])
      expect(test.plugin(id)).to.include({ state: 'active', reason: null });
    test
      .service(coreServices.events)
      .subscribe(
        { types: ['catalog.*', 'review.*', 'compliance.*', 'scans.*', 'sources.*'] },
        (event) => void events.push(event),
      );
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** Keeps each answer, to be searched at the end. */
  const request = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await test.request(method, `/api/v1/${path}`, body === undefined ? {} : { body });
    answers.push(`${method} ${path} ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const expectStatus = async (status: number, path: string, body: unknown) => {
    const answer = await request('POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
    return answer;
  };
  const revealedIn = (text: string): readonly string[] =>
    text
      .split('\n')
      .flatMap((line) =>
        CANARIES.filter((one) => line.toLowerCase().includes(one.toLowerCase())).map(
          (one) => `${one}: ${line.slice(0, 300)}`,
        ),
      );

  it('are in no row, event, log or answer, whatever people do with them', async () => {
    const source = { key: 'staged', connector: 'staged', config: { host: 'a' } };
    const { sourceId, run } = await scanOnce(test, source);
    expect(run).to.have.property('state', 'completed');
    const asset = { source: sourceId, path: ['main', 'people'] };

    const queue = await request('GET', 'classifications?status=all&limit=500');
    const verdicts = Reflect.get(Object(queue.body), 'items') as readonly { id: string; infoType: string }[];
    expect(verdicts.map(({ infoType }) => infoType)).to.include.members(['EMAIL_ADDRESS', 'IBAN']);
    const [first, second, third] = verdicts;
    await expectStatus(200, `classifications/${first?.id}/accept`, {});
    await expectStatus(200, `classifications/${second?.id}/reject`, {});
    await expectStatus(200, `classifications/${third?.id}/correct`, { infoType: 'USERNAME' });
    await expectStatus(400, `classifications/${third?.id}/correct`, { infoType: 'zanzibert@example.org' });

    const rule = {
      key: 'names',
      title: 'Names',
      infoType: 'PERSON_ID',
      match: { kind: 'pattern', pattern: '[A-Z][a-z]+ [A-Z][a-z]+' },
      confidence: 0.9,
    };
    await expectStatus(200, `${RULES}/preview`, { rule, asset });
    await expectStatus(200, `${RULES}/preview`, { rule, columns: [{ values: COLUMNS.full_name }] });
    await expectStatus(201, RULES, rule);
    await expectStatus(400, `${RULES}/preview`, { rule, asset: { source: NOTE, path: [NOTE] } });
    await request('POST', `${RULES}/preview`, { rule, columns: [{ values: [NOTE, 1] }], extra: NOTE });
    await request('POST', `${RULES}/preview`, { rule, columns: NOTE });

    const found = await expectStatus(200, 'text-detections', { text: NOTE });
    expect(Reflect.get(Object(found.body), 'spans')).to.have.length.greaterThan(3);
    await expectStatus(400, 'text-detections', { text: [NOTE] });
    await expectStatus(400, 'text-detections', { text: 'a', infoTypes: NOTE });

    // What a driver throws quotes the value it fell over.
    staged.assets = [
      {
        name: 'people',
        columns: COLUMNS,
        sample: () => {
          throw new Error(`invalid input syntax for type integer: "${NOTE}"`, {
            cause: new Error(`row (${NOTE})`),
          });
        },
      },
    ];
    await request('GET', `scans/${(await scanOnce(test, source)).run.id}`);
    await request('POST', `${RULES}/preview`, { rule, asset });
    staged.openError = new Error(`cannot read "${NOTE}"`);
    await request('POST', `sources/${sourceId}/test`);
    await request('GET', `scans/${(await scanOnce(test, source)).run.id}`);
    await request('GET', 'classifications/decisions');
    await request('GET', RULES);

    const stored = await everythingStored(folder);
    expect(stored, 'the scan is stored').to.include('card_number');
    expect(revealedIn(stored), 'stored').to.deep.equal([]);
    expect(events).to.have.length.greaterThan(0);
    expect(revealedIn(events.map((event) => JSON.stringify(event)).join('\n')), 'told').to.deep.equal([]);
    expect(revealedIn(answers.join('\n')), 'answered').to.deep.equal([]);
    expect(logged.join('\n'), 'the failures are logged').to.include('A job attempt failed');
    expect(revealedIn(logged.join('\n')), 'logged').to.deep.equal([]);
  });
});

/** A logger that writes every line into a list, with everything that errors carry. */
function collect(lines: string[]): Logger {
  const plain = (_: string, value: unknown): unknown =>
    value instanceof Error ? { ...value, stack: value.stack, cause: value.cause } : value;
  const write = (message: string, fields?: LogFields): void =>
    void lines.push(`${message} ${JSON.stringify(fields, plain)}`);
  return { trace: write, debug: write, info: write, warn: write, error: write, child: () => collect(lines) };
}
