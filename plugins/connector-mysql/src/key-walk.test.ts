import type { TextRow } from '@datawave/plugin-sdk/connector';
import { expect } from 'chai';
import fc from 'fast-check';
import { walkKey } from './key-walk.ts';
import type { MysqlConnection } from './mysql-connection.ts';

/** Answers the statements of a walk as a server with these keys does. */
function serverWith(keys: readonly bigint[]): MysqlConnection & { readonly sent: string[] } {
  const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const sent: string[] = [];
  return {
    sent,
    isUsable: true,
    flavour: { isMariadb: false, title: 'MySQL 9', hasOldStatistics: true },
    query: async () => [],
    async *rows(text): AsyncGenerator<TextRow> {
      sent.push(text);
      const [, after, most] =
        /^SELECT .*?(?: WHERE `id` > (-?\d+))? ORDER BY `id` LIMIT (\d+)$/.exec(text) ?? [];
      const wanted = sorted.filter((key) => after === undefined || key > BigInt(after));
      for (const key of wanted.slice(0, Number(most))) yield [`x${key}`, String(key)];
    },
    close: async () => undefined,
  };
}

const walked = async (connection: MysqlConnection): Promise<readonly (string | null | undefined)[]> => {
  const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
  const rows = await Array.fromAsync(walkKey('`t`', '`x`', 'id').rows({ connection, limits }));
  return rows.map(([x]) => x);
};

describe('a walk along a key', () => {
  it('meets every row once, whatever the keys', async () => {
    const key = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.bigInt({ min: -9n, max: 9n }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 60 }), async (keys) => {
        const found = await walked(serverWith(keys));
        expect(found.toSorted()).to.deep.equal(keys.map((one) => `x${one}`).toSorted());
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('sends statements that are bounded, also where the rows fill them exactly', async () => {
    const server = serverWith(Array.from({ length: 30_000 }, (_, at) => BigInt(at * 3)));
    expect(await walked(server)).to.have.length(30_000);
    expect(server.sent.length).to.be.greaterThan(1);
    for (const [at, text] of server.sent.entries()) {
      expect(text).to.match(/ LIMIT \d+$/);
      expect(text.includes(' WHERE `id` > ')).to.equal(at > 0);
    }
    const exact = serverWith(Array.from({ length: 10_000 }, (_, at) => BigInt(at)));
    expect(await walked(exact)).to.have.length(10_000);
    expect(exact.sent).to.have.length(2);
  });
});
