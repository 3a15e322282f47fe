import {
  type ConnectorEnvironment,
  DEFAULT_SAMPLE,
  type SampleOptions,
  type ScanSource,
  type SourceLoad,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { collectionOf, memoryConnector } from '../test/memory-connector.ts';
import { createScanner } from './scanner.ts';
import { createSessionPool } from './session-pool.ts';

const signal = new AbortController().signal;
const load: SourceLoad = { maxConcurrency: 2, maxStatementsPerSecond: null, statementTimeoutMs: 5000 };

/** A scanner over a source that keeps what it is opened and asked with. */
function setUp() {
  const { connector, log } = memoryConnector(['people']);
  const environments: ConnectorEnvironment[] = [];
  const asked: SampleOptions[] = [];
  const watched = {
    ...connector,
    open: async (...[config, environment, openSignal]: Parameters<typeof connector.open>) => {
      environments.push(environment);
      const session = await connector.open(config, environment, openSignal);
      return {
        ...session,
        sample: (...[asset, options, sampleSignal]: Parameters<typeof session.sample>) => {
          asked.push(options);
          return session.sample(asset, options, sampleSignal);
        },
      };
    },
  };
  const sessions = createSessionPool({ environment: directEnvironment });
  const scanner = createScanner({
    connectors: collectionOf({ memory: watched }),
    sessions,
    classification: {
      classify: async () => [],
      combine: async () => [],
      classifiers: async () => [],
      version: async () => ({ engine: 'engine@1.0.0', classifiers: [] }),
      changed: async () => undefined,
      infoTypes: async () => [],
    },
    assessment: { assess: async () => [], frameworks: async () => [] },
  });
  const sourceWith = (more: Partial<ScanSource>): ScanSource => ({
    connector: 'memory',
    config: { host: 'localhost' },
    source: ['localhost'],
    ...more,
  });
  const sample = async (source: ScanSource): Promise<void> => {
    const [asset] = (await scanner.discover(source, {}, signal)).assets;
    if (asset !== undefined) await scanner.sampleAsset(source, asset, DEFAULT_SAMPLE, signal);
  };
  return { sessions, environments, asked, log, sourceWith, sample };
}

describe('what a source may be burdened with', () => {
  it('grows with the scans of a process alone: what asks beside them draws from their share', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    const { connector } = memoryConnector(['people']);
    let pace: ConnectorEnvironment['pace'];
    const sessions = createSessionPool({ environment: directEnvironment, clock });
    const watched = {
      ...connector,
      open: (...[config, environment, openSignal]: Parameters<typeof connector.open>) => {
        pace = environment.pace;
        return connector.open(config, environment, openSignal);
      },
    };
    const source: ScanSource = {
      ...{ connector: 'memory', config: { host: 'localhost' }, source: ['localhost'] },
      load: { ...load, maxConcurrency: 4, maxStatementsPerSecond: 4 },
    };
    /** Statements a second, while some scan and some ask beside them. */
    const rate = async (scans: number, beside: number): Promise<number> => {
      const held = Promise.withResolvers<void>();
      const begun: Promise<void>[] = [];
      const calls = Array.from({ length: scans + beside }, (_, call) => {
        const isOpen = Promise.withResolvers<void>();
        begun.push(isOpen.promise);
        return sessions.use(watched, call < scans ? source : { ...source, isBeside: true }, signal, () => {
          isOpen.resolve();
          return held.promise;
        });
      });
      await Promise.all(begun);
      await pace?.statement(null, signal, async () => undefined);
      const from = now;
      for (let statement = 0; statement < 20; statement += 1)
        await pace?.statement(null, signal, async () => undefined);
      held.resolve();
      await Promise.all(calls);
      return Math.round(20_000 / (now - from));
    };
    expect([await rate(1, 0), await rate(2, 0), await rate(4, 0)], 'scans').to.deep.equal([1, 2, 4]);
    expect([await rate(1, 1), await rate(1, 3), await rate(2, 5)], 'both').to.deep.equal([1, 1, 2]);
    expect([await rate(0, 1), await rate(0, 4)], 'nothing is scanned').to.deep.equal([1, 1]);
    await sessions.close();
  });

  it('bounds the connections of its session and the time of its statements', async () => {
    const { sessions, environments, asked, sourceWith, sample } = setUp();
    await sample(sourceWith({ load }));
    expect(environments.map(({ maxConnections }) => maxConnections)).to.deep.equal([2]);
    expect(asked.map(({ timeoutMs }) => timeoutMs)).to.deep.equal([5000]);
    await sessions.close();
  });

  it('leaves things as they are where nothing is said', async () => {
    const { sessions, environments, asked, sourceWith, sample } = setUp();
    await sample(sourceWith({}));
    expect(environments[0]).not.to.have.property('maxConnections');
    expect(asked).to.deep.equal([DEFAULT_SAMPLE]);
    await sessions.close();
  });

  it('takes effect at once: other connections in another session, other statements in the same', async () => {
    const { sessions, log, environments, sourceWith, sample } = setUp();
    await sample(sourceWith({ load }));
    await sample(sourceWith({ load: { ...load, maxStatementsPerSecond: 1000 } }));
    expect(log.opened).to.equal(1);
    await sample(sourceWith({ load: { ...load, maxConcurrency: 1 } }));
    expect(log.opened).to.equal(2);
    const sent = await environments[0]?.pace?.statement(null, signal, async () => 'answer');
    expect(sent).to.equal('answer');
    await sessions.close();
  });
});

describe('the sessions of two workspaces', () => {
  it('are apart although their settings are equal, and connect each in the name of its own', async () => {
    const { connector } = memoryConnector(['people']);
    const asked: unknown[] = [];
    const environment: ConnectorEnvironment = {
      ...directEnvironment,
      egress: {
        ...directEnvironment.egress,
        connect: async ({ workspace }) => {
          asked.push(workspace);
          throw new Error('no network');
        },
      },
    };
    const connecting = {
      ...connector,
      open: async (...[config, given, openSignal]: Parameters<typeof connector.open>) => {
        await given.egress
          .connect({ host: 'localhost', port: 1, purpose: 'test', workspace: 'another' })
          .catch(() => undefined);
        return connector.open(config, given, openSignal);
      },
    };
    const sessions = createSessionPool({ environment });
    const source: ScanSource = { connector: 'memory', config: { host: 'localhost' }, source: ['localhost'] };
    for (const workspace of ['one', 'two', 'one'])
      await sessions.use(connecting, { ...source, workspace }, signal, async () => undefined);
    expect(asked).to.deep.equal(['one', 'two']);
    await sessions.close();
  });
});
