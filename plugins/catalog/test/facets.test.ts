import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import { catalogService, coreServices, SEVERITIES, type Severity } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';

interface Asset {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly source: { readonly id: string };
  readonly sensitivity: string | null;
  readonly infoTypes: readonly { readonly infoType: string }[];
  readonly owner: string | null;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly folder: string | null;
  readonly rowCount: number | null;
  readonly columns: number;
  readonly violations: { readonly standing: number; readonly worst: Severity | null } | null;
}
interface Page {
  readonly items: readonly Asset[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly facets?: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
}

const OWNERS = ['user:ann', 'group:eu', null];
const DOMAINS = ['sales', 'staff', null];
const TAGS = ['pii', 'old', 'new'];
const COLUMNS = {
  email: ['amelia@example.com', 'noah@example.org', 'clara@example.net'],
  iban: ['DE89370400440532013000', 'GB29NWBK60161331926819', 'FR1420041010050500013M02606'],
  colour: ['red', 'green', 'blue'],
};
const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

/** What an asset has under each facet; the same by hand. */
const VALUES: Readonly<Record<string, (asset: Asset) => readonly string[]>> = {
  source: ({ source }) => [source.id],
  type: ({ type }) => [type],
  sensitivity: ({ sensitivity }) => (sensitivity === null ? [] : [sensitivity]),
  infoType: ({ infoTypes }) => infoTypes.map(({ infoType }) => infoType),
  owner: ({ owner }) => [owner ?? '-'],
  domain: ({ domain }) => [domain ?? '-'],
  tag: ({ tags }) => tags,
  folder: ({ folder }) => (folder === null || folder === '' ? [] : [folder]),
  violation: ({ violations }) => [violations?.worst ?? '-'],
};
const FACETS = Object.keys(VALUES);

describe('facets of assets', () => {
  let test: TestKernel;
  let all: readonly Asset[];
  const staged = new StagedSource(
    Array.from({ length: 18 }, (_, n) => ({
      name: `table_${n}`,
      columns: Object.fromEntries(
        names.filter((_, bit) => ((n % 7) + 1) & (1 << bit)).map((name) => [name, COLUMNS[name]]),
      ),
    })),
  );

  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await test.request('GET', `/api/v1/${path}`);
    expect(status, `${path}: ${JSON.stringify(body)}`).to.equal(200);
    return body as T;
  };

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({ plugins: [staged.plugin, pluginFolder('access')] });
    for (const key of ['near', 'far'])
      await scanOnce(test, { key, connector: 'staged', config: { host: key } });
    const { items } = await read<Page>('assets?limit=500');
    const marks = items.map(({ urn }, n) => {
      const worst = n % 3 === 0 ? null : (SEVERITIES[n % 4] ?? null);
      return { urn, worst, standing: worst === null ? 0 : n };
    });
    await test
      .service(coreServices.storage)
      .transaction(test.scope(), (tx) =>
        test.service(catalogService).markViolations(tx, test.scope(), marks),
      );
    for (const [n, { urn }] of items.entries()) {
      const body = {
        owner: OWNERS[n % 3],
        domain: DOMAINS[(n * 5) % 3],
        tags: TAGS.filter((_, bit) => n & (1 << bit)),
      };
      const path = `/api/v1/assets/${encodeURIComponent(urn)}/stewardship`;
      expect((await test.request('PATCH', path, { body })).status).to.equal(200);
    }
    all = (await read<Page>('assets?limit=500')).items;
  });
  after(() => test?.stop());

  const filters = () =>
    fc.record(
      Object.fromEntries(
        FACETS.map((facet) => {
          const known = [...new Set(all.flatMap((asset) => VALUES[facet]?.(asset) ?? []))];
          return [facet, fc.uniqueArray(fc.constantFrom(...known), { minLength: 1, maxLength: 3 })];
        }),
      ),
      { requiredKeys: [] },
    );
  const query = (filter: Readonly<Record<string, readonly string[] | undefined>>): string =>
    Object.entries(filter)
      .map(([name, values]) => `${name}=${encodeURIComponent((values ?? []).join(','))}`)
      .join('&');
  const passes = (
    asset: Asset,
    filter: Readonly<Record<string, readonly string[] | undefined>>,
    but: string | null = null,
  ): boolean =>
    Object.entries(filter).every(
      ([name, wanted]) =>
        name === but || (VALUES[name]?.(asset) ?? []).some((value) => wanted?.includes(value)),
    );

  it('count what each value would find with all other filters in force, as counting by hand does', async function () {
    this.timeout(120_000);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(filters(), fc.constantFrom(...FACETS), async (filter, searched) => {
        const page = await read<Page>(`assets?limit=500&facets=true&${query(filter)}`);
        const expected = all.filter((asset) => passes(asset, filter));
        found += expected.length;
        expect(page.items.map(({ urn }) => urn)).to.have.members(expected.map(({ urn }) => urn));
        expect(page.total).to.equal(expected.length);
        const counted = (facet: string) => {
          const values = all
            .filter((asset) => passes(asset, filter, facet))
            .flatMap((asset) => VALUES[facet]?.(asset) ?? []);
          return [...Map.groupBy(values, (value) => value)].map(([value, { length }]) => ({
            value,
            count: length,
          }));
        };
        const alone = await read<Pick<Page, 'total' | 'facets'>>(`asset-facets?${query(filter)}`);
        expect(alone).to.deep.equal({ total: page.total, facets: page.facets });
        const some = await read<Pick<Page, 'facets'>>(`asset-facets?only=${searched}&${query(filter)}`);
        expect(some.facets).to.deep.equal({ [searched]: page.facets?.[searched] });
        for (const facet of FACETS) {
          const told = (page.facets?.[facet] ?? []).map(({ value, count }) => ({ value, count }));
          expect(told, facet).to.have.deep.members(counted(facet));
        }
        const one = await read<{ items: { value: string; count: number }[]; values: number }>(
          `asset-facets/${searched}?${query(filter)}`,
        );
        expect(
          one.items.map(({ value, count }) => ({ value, count })),
          searched,
        ).to.have.deep.members(counted(searched));
      }),
      { numRuns: Number(process.env['DATAWAVE_FACET_RUNS'] ?? 40) },
    );
    // Were nothing ever found, agreement would prove little.
    expect(found).to.be.above(0);
  });

  it('are searched by their values and by what these are called, and cut off where there are many', async () => {
    const of = async (path: string) =>
      read<{ items: { value: string; title: string }[]; values: number }>(path);
    expect((await of('asset-facets/tag?find=OL')).items.map(({ value }) => value)).to.deep.equal(['old']);
    expect((await of('asset-facets/infoType?find=mail')).items.map(({ value }) => value)).to.deep.equal([
      'EMAIL_ADDRESS',
    ]);
    expect((await of('asset-facets/source?find=nea')).items).to.have.length(1);
    expect((await of('asset-facets/tag?find=%25')).items).to.deep.equal([]);
    const cut = await of('asset-facets/tag?limit=1');
    expect([cut.items.length, cut.values]).to.deep.equal([1, 3]);
  });

  it('take values that hold commas', async () => {
    const found = await read<Page>(`assets?folder=${encodeURIComponent('a\\,b,main')}`);
    expect(found.total).to.equal(all.length);
    expect((await read<Page>(`assets?folder=${encodeURIComponent('a\\,main')}`)).total).to.equal(0);
  });

  for (const sort of ['name', 'rows', 'columns', 'sensitive', 'scanned', 'violations', 'sensitivity'])
    for (const order of [sort, `-${sort}`])
      it(`leave lists by ${order} whole, page by page`, async () => {
        const seen: Asset[] = [];
        for (let cursor = ''; ; ) {
          const page = await read<Page>(
            `assets?limit=5&sort=${order}${cursor === '' ? '' : `&cursor=${cursor}`}`,
          );
          seen.push(...page.items);
          if (page.nextCursor === null) break;
          cursor = encodeURIComponent(page.nextCursor);
        }
        expect(seen.map(({ urn }) => urn)).to.have.members(all.map(({ urn }) => urn));
        const isTurned = order.startsWith('-');
        const key = ({ name, columns, violations }: Asset): number | string =>
          sort === 'name'
            ? name
            : sort === 'columns'
              ? -columns
              : sort === 'violations'
                ? -(violations?.worst ? SEVERITIES.indexOf(violations.worst) : -1)
                : 0;
        for (const [index, asset] of seen.slice(1).entries()) {
          const before = seen[index];
          if (before === undefined) throw new Error('There is one before.');
          if (isTurned) expect(key(before) >= key(asset), asset.name).to.equal(true);
          else expect(key(before) <= key(asset), asset.name).to.equal(true);
        }
      });
});
