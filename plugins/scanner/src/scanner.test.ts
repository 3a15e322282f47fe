import {
  type AssessmentService,
  type Classification,
  type ClassificationService,
  DataWaveError,
  DEFAULT_SAMPLE,
  type EgressService,
  type Logger,
  type ScannerService,
  type ScanOptions,
  type ScanSource,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type ConnectorLog, collectionOf, memoryConnector } from '../test/memory-connector.ts';
import { createScanner } from './scanner.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};
const noEgress: EgressService = {
  connect: () => Promise.reject(new Error('no network')),
  connectLocal: () => Promise.reject(new Error('no network')),
  fetch: () => Promise.reject(new Error('no network')),
};
const signal = new AbortController().signal;
const source: ScanSource = { connector: 'memory', config: { host: 'localhost' }, source: ['localhost'] };
const options: ScanOptions = { sample: DEFAULT_SAMPLE, minConfidence: 0.5 };

const email: Classification = {
  question: 'type',
  infoType: 'EMAIL_ADDRESS',
  category: 'user.contact.email',
  sensitivity: 'confidential',
  confidence: 0.99,
  matched: 1,
  sampled: 1,
  evidence: [],
  explanation: 'Its values and its name say so.',
  version: 'engine@1.0.0',
  status: 'suggested',
};
const classification: ClassificationService = {
  classify: async (sample) =>
    sample.asset.columns.map((column) => ({
      classifications: column.name === 'email' ? [email] : [],
      sensitiveProbability: column.name === 'email' ? 0.99 : 0,
      review: null,
    })),
  combine: async (parts) => parts[0]?.verdicts ?? [],
  classifiers: async () => [],
  version: async () => ({ engine: 'engine@1.0.0', classifiers: [] }),
  changed: async () => undefined,
  infoTypes: async () => [],
};
const assessment: AssessmentService = {
  assess: async (facts) => [
    {
      framework: 'test',
      control: 'C1',
      severity: 'low',
      asset: facts.urn,
      column: null,
      message: `${facts.columns.length} columns`,
      remediation: 'none',
    },
  ],
  frameworks: async () => [],
};

interface Setup {
  readonly scanner: ScannerService;
  readonly sessions: SessionPool;
  readonly log: ConnectorLog;
}

function setUp(...tables: readonly string[]): Setup {
  return setUpWith(classification, tables);
}

function setUpWith(classification: ClassificationService, tables: readonly string[]): Setup {
  const { connector, log: connectorLog } = memoryConnector(tables);
  const sessions = createSessionPool({ environment: { egress: noEgress, log } });
  return {
    scanner: createScanner({
      connectors: collectionOf({ memory: connector }),
      sessions,
      classification,
      assessment,
    }),
    sessions,
    log: connectorLog,
  };
}

async function failure(work: Promise<unknown>): Promise<DataWaveError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DataWaveError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('scanner', () => {
  it('discovers, samples, profiles, classifies and assesses an asset', async () => {
    const { scanner, sessions } = setUp('people');
    const page = await scanner.discover(source, {}, signal);
    const [asset] = page.assets;
    if (asset === undefined) throw new Error('no asset');
    const scan = await scanner.scanAsset(source, asset, options, signal);
    expect(scan).to.deep.include({
      urn: 'urn:dw:memory:localhost:test/people',
      name: 'test.people',
      rowCount: 2,
      sampledRows: 2,
      sampleMethod: 'every row',
    });
    expect(scan.columns[0]).to.deep.include({ name: 'email' });
    expect(scan.columns[0]?.profile).to.deep.include({
      nullCount: 1,
      distinctCount: 1,
      maskedExamples: ['a***@e***.com'],
    });
    expect(scan.findings[0]?.message).to.equal('2 columns');
    expect(JSON.stringify(scan)).to.not.include('ada@');
    await sessions.close();
  });

  it('warns in the scan of a classifier that was not heard, and stores nothing of it with the columns', async () => {
    const unheard = {
      classifier: 'slow@1.0.0',
      code: 'DW_CLASSIFIER_TIMEOUT',
      message: 'The classifier "Slow" did not answer within 120 s and was left out.',
    } as const;
    const { scanner, sessions } = setUpWith(
      {
        ...classification,
        classify: async (sample, asked) =>
          (await classification.classify(sample, asked)).map((verdict) => ({
            ...verdict,
            unheard: [unheard],
          })),
      },
      ['people'],
    );
    const [asset] = (await scanner.discover(source, {}, signal)).assets;
    if (asset === undefined) throw new Error('no asset');
    const scan = await scanner.scanAsset(source, asset, options, signal);
    expect(scan.warnings).to.deep.equal([
      'The classifier "Slow" did not answer within 120 s and was left out. (DW_CLASSIFIER_TIMEOUT)',
    ]);
    expect(scan.columns[0]).to.not.have.property('unheard');
    expect(scan.columns[0]?.classifications).to.have.length(1);
    await sessions.close();
  });

  it('reads every row in batches where the source cannot count for itself', async () => {
    const { scanner, sessions, log: connectorLog } = setUp('people');
    const [asset] = (await scanner.discover(source, {}, signal)).assets;
    if (asset === undefined) throw new Error('no asset');
    const scan = await scanner.scanAsset(
      source,
      asset,
      { ...options, sample: { ...DEFAULT_SAMPLE, rows: 'full' } },
      signal,
    );
    expect([
      scan.rowCount,
      scan.columns[0]?.profile.distinctCount,
      scan.columns[1]?.profile.distinctCount,
      connectorLog.sampled,
    ]).to.deep.equal([3, 1, 3, 0]);
    await sessions.close();
  });

  it('keeps one session for equal connections, and closes it', async () => {
    const { scanner, sessions, log: connectorLog } = setUp('a', 'b');
    await Promise.all([scanner.test(source, signal), scanner.discover(source, {}, signal)]);
    await scanner.test({ ...source, config: { port: 1234, host: 'localhost' } }, signal);
    expect(connectorLog.opened).to.equal(1);
    await scanner.test({ ...source, config: { host: 'elsewhere' } }, signal);
    expect(connectorLog.opened).to.equal(2);
    await sessions.close();
    expect(connectorLog.closed).to.equal(2);
  });

  it('opens anew after a session broke, but not after one asset could not be read', async () => {
    const { scanner, sessions, log: connectorLog } = setUp('broken', 'dead');
    const [broken, dead] = (await scanner.discover(source, {}, signal)).assets;
    if (broken === undefined || dead === undefined) throw new Error('no assets');
    expect((await failure(scanner.scanAsset(source, broken, options, signal))).code).to.equal(
      'DW_SOURCE_QUERY',
    );
    await scanner.test(source, signal);
    expect(connectorLog.opened).to.equal(1);
    expect((await failure(scanner.scanAsset(source, dead, options, signal))).code).to.equal(
      'DW_SOURCE_UNREACHABLE',
    );
    await scanner.test(source, signal);
    expect(connectorLog.opened).to.equal(2);
    await sessions.close();
  });

  it('does not keep a session that did not open', async () => {
    const { scanner, sessions, log: connectorLog } = setUp('a');
    const wrong = { ...source, config: { host: 'localhost', password: 'wrong' } };
    expect((await failure(scanner.test(wrong, signal))).code).to.equal('DW_SOURCE_AUTHENTICATION');
    expect((await failure(scanner.test(wrong, signal))).code).to.equal('DW_SOURCE_AUTHENTICATION');
    expect(connectorLog.opened).to.equal(2);
    await sessions.close();
  });

  it('hands out pages of 500 and goes on where it stopped, or anew when it must', async () => {
    const names = Array.from({ length: 1_203 }, (_, index) => `t${index}`);
    const { scanner, sessions, log: connectorLog } = setUp(...names);
    const seen: string[] = [];
    const first = await scanner.discover(source, {}, signal);
    seen.push(...first.assets.map((asset) => asset.path.at(-1) ?? ''));
    const second = await scanner.discover(source, { cursor: first.nextCursor ?? '' }, signal);
    seen.push(...second.assets.map((asset) => asset.path.at(-1) ?? ''));
    // The same cursor again: what was open has moved on, so the discovery starts anew and skips.
    expect((await scanner.discover(source, { cursor: first.nextCursor ?? '' }, signal)).assets).to.deep.equal(
      second.assets,
    );
    const third = await scanner.discover(source, { cursor: second.nextCursor ?? '' }, signal);
    seen.push(...third.assets.map((asset) => asset.path.at(-1) ?? ''));
    expect(third.nextCursor).to.equal(null);
    expect(seen).to.deep.equal(names);
    expect(connectorLog.discoveriesEnded).to.be.at.least(1);
    await sessions.close();
  });

  it('goes on with a page although whoever asked for the one before is gone', async () => {
    const { scanner, sessions } = setUp(...Array.from({ length: 600 }, (_, index) => `t${index}`));
    const caller = new AbortController();
    const first = await scanner.discover(source, {}, caller.signal);
    caller.abort();
    expect(
      (await scanner.discover(source, { cursor: first.nextCursor ?? '' }, signal)).assets,
    ).to.have.length(100);
    await sessions.close();
  });

  it('reports what could not be read as a problem', async () => {
    const { scanner, sessions } = setUp('people', 'unreadable');
    expect((await scanner.discover(source, {}, signal)).problems).to.deep.equal([
      { path: ['test', 'unreadable'], code: 'DW_SOURCE_PERMISSION', message: 'No permission.', hint: null },
    ]);
    await sessions.close();
  });

  it('checks settings with a pointer for each fault and never quotes a value', async () => {
    const { scanner, log: connectorLog } = setUp('a');
    const error = await failure(
      scanner.test({ ...source, config: { port: 0, pasword: 'hunter2', 'a/b': 1 } }, signal),
    );
    expect(error.code).to.equal('DW_SOURCE_CONFIG');
    expect(error.errors.map((fault) => fault.pointer).sort()).to.deep.equal([
      '/a~1b',
      '/host',
      '/pasword',
      '/port',
    ]);
    expect(JSON.stringify(error) + error.message).to.not.include('hunter2');
    expect(connectorLog.opened).to.equal(0);
  });

  it('fills in defaults when it validates', async () => {
    expect(await setUp('a').scanner.validate({ connector: 'memory', config: { host: 'h' } })).to.deep.equal({
      host: 'h',
      port: 1234,
    });
  });

  it('names the connectors there are when one is unknown', async () => {
    const error = await failure(setUp('a').scanner.test({ ...source, connector: 'oracle' }, signal));
    expect([error.code, error.hint]).to.deep.equal(['DW_CONNECTOR_UNKNOWN', 'Installed are: memory.']);
  });

  it('refuses a cursor that it never handed out', async () => {
    const { scanner, sessions } = setUp('a');
    expect((await failure(scanner.discover(source, { cursor: "1'; drop table" }, signal))).code).to.equal(
      'DW_CURSOR_INVALID',
    );
    await sessions.close();
  });
});
