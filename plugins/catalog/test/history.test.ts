import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

interface Entry {
  readonly version: number;
  readonly cause: string | null;
  readonly actor: string | null;
  readonly isFirst: boolean;
  readonly changes: Changes | null;
}
interface Changes {
  readonly added: readonly { readonly name: string }[];
  readonly removed: readonly { readonly name: string }[];
  readonly retyped: readonly unknown[];
  readonly verdicts: readonly {
    readonly name: string;
    readonly before: { readonly status: string | null };
    readonly after: { readonly status: string | null };
  }[];
}

const MAIL = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];

describe('the history of an asset', () => {
  let test: TestKernel;
  const urn = 'urn:dw:staged:staged:main/people';
  const source = new StagedSource([
    { name: 'people', columns: { email: MAIL, colour: ['red', 'green', 'blue'] } },
  ]);

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({ plugins: [source.plugin, pluginFolder('review')] });
  });
  after(() => test?.stop());

  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await test.request('GET', `/api/v1/${path}`);
    expect(status, `${path}: ${JSON.stringify(body)}`).to.equal(200);
    return body as T;
  };
  const scan = () => scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } });
  const history = () =>
    read<{
      items: readonly Entry[];
      nextBefore: number | null;
      observations: readonly { version: number }[];
    }>(`assets/${encodeURIComponent(urn)}/history`);

  it('tells what scans and people changed, by whom, and what each scan saw', async function () {
    this.timeout(60_000);
    await scan();
    await scan();
    source.assets = [{ name: 'people', columns: { email: MAIL, size: ['1', '2', '3'] } }];
    await scan();
    const { items } = await read<{ items: { id: string; column: string }[] }>('classifications?status=all');
    const id = items.find(({ column }) => column === 'email')?.id ?? '';
    expect(
      (await test.request('POST', `/api/v1/classifications/${id}/accept`, { body: {} })).status,
    ).to.equal(200);

    const told = await history();
    expect(told.items.map(({ version, cause, isFirst }) => [version, cause, isFirst])).to.deep.equal([
      [3, 'decision', false],
      [2, 'scan', false],
      [1, 'scan', true],
    ]);
    expect(told.observations.map(({ version }) => version)).to.deep.equal([2, 1, 1]);
    const [decided, changed, first] = told.items;
    expect(first?.changes).to.equal(null);
    expect(changed?.changes?.added.map(({ name }) => name)).to.deep.equal(['size']);
    expect(changed?.changes?.removed.map(({ name }) => name)).to.deep.equal(['colour']);
    expect(changed?.actor).to.equal(null);
    // Who asked over HTTP.
    expect(decided?.actor).to.equal('user:admin');
    expect(
      decided?.changes?.verdicts.map(({ name, before, after }) => [name, before.status, after.status]),
    ).to.deep.equal([['email', 'suggested', 'accepted']]);
  });

  it('compares any two versions, and says so where one is not kept', async () => {
    const path = `assets/${encodeURIComponent(urn)}/comparison`;
    const { changes } = await read<{ changes: Changes }>(`${path}?from=1&to=3`);
    expect([changes.added.length, changes.removed.length, changes.verdicts.length]).to.deep.equal([1, 1, 1]);
    const back = await read<{ changes: Changes }>(`${path}?from=3&to=1`);
    expect(back.changes.added.map(({ name }) => name)).to.deep.equal(['colour']);
    const { status, body } = await test.request('GET', `/api/v1/${path}?from=1&to=9`);
    expect([status, Reflect.get(Object(body), 'code')]).to.deep.equal([404, 'DW_ASSET_VERSION_UNKNOWN']);
  });
});
