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

  it('hand out all anew where a discovery that starts anew finds something else, and pass over no asset', async () => {
    const { session } = await open();
    const page = createDiscoverPages();
    const { nextCursor } = await page(session, EVERYTHING, never);
    const without: ConnectorSession = {
      ...session,
      async *discover(options) {
        for await (const item of session.discover(options))
          if (!('asset' in item) || item.asset.path.at(-1) !== 't7') yield item;
      },
    };
    const names: (string | undefined)[] = [];
    for (let cursor = nextCursor; cursor !== null; ) {
      const next = await page(without, { ...EVERYTHING, cursor }, never);
      names.push(...next.assets.map(({ path }) => path.at(-1)));
      cursor = next.nextCursor;
    }
    expect(names).to.have.length(599);
    expect(new Set(names)).to.have.property('size', 599);
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
