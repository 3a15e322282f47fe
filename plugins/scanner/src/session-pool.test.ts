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
