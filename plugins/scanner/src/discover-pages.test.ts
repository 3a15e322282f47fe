import type { ConnectorSession } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { memoryConnector } from '../test/memory-connector.ts';
import { createDiscoverPages } from './discover-pages.ts';

const never = new AbortController().signal;
const EVERYTHING = { include: [], exclude: [] };

describe('the pages of a discovery', () => {
  const open = async () => {
    const { connector, log } = memoryConnector(Array.from({ length: 600 }, (_, index) => `t${index}`));
    return { session: await connector.open({ host: 'localhost' }, directEnvironment, never), log };
  };

  it('let go of what was open in a session that is another one by now', async () => {
    const { session, log } = await open();
    const page = createDiscoverPages();
    const { nextCursor } = await page(session, EVERYTHING, never);
    expect(log.discoveriesEnded).to.equal(0);
    const next = await page({ ...session }, { ...EVERYTHING, cursor: nextCursor ?? '' }, never);
    expect(next.assets).to.have.length(100);
    expect(log.discoveriesEnded, 'the one before and this one').to.equal(2);
  });

  it('let go of a discovery that is called off in the middle', async () => {
    const { session, log } = await open();
    const caller = new AbortController();
    const interrupted: ConnectorSession = {
      ...session,
      async *discover(options) {
        let found = 0;
        for await (const item of session.discover(options)) {
          found += 1;
          if (found === 10) caller.abort(new Error('enough'));
          yield item;
        }
      },
    };
    const page = createDiscoverPages()(interrupted, EVERYTHING, caller.signal);
    expect(
      await page.then(
        () => null,
        (error: unknown) => error,
      ),
    ).to.have.property('message', 'enough');
    expect(log.discoveriesEnded).to.equal(1);
  });
});
