import type { ListingPage, PluginListingDetail } from '@datawave/plugin-sdk/packaging';
import { expect } from 'chai';
import { field, OpenRegistry, PUBLISHER, person } from './open-registry.ts';

const ada = person('ada', ...PUBLISHER);
const ben = person('ben', ...PUBLISHER);
const reader = person('rita', 'registry:read');

describe('the listings', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;

  const listings = async (query: string): Promise<ListingPage> => {
    const answer = await registry.ask('GET', `/-/datawave/plugins?${query}`, { as: reader });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as ListingPage;
  };
  const names = async (query: string): Promise<readonly string[]> =>
    (await listings(query)).items.map(({ name }) => name);

  before(async () => {
    registry = await OpenRegistry.start();
    const publish = async (
      as: typeof ada,
      name: string,
      kind: string,
      manifest: Readonly<Record<string, unknown>>,
      sdk = '^0.1.0',
    ): Promise<void> => {
      const answer = await registry.publish(as, {
        ...{ name, version: '1.0.0', manifest },
        packageJson: {
          keywords: ['datawave-plugin', `datawave-${kind}`],
          peerDependencies: { '@datawave/plugin-sdk': sdk },
        },
        files: {
          'CHANGELOG.md': '## 1.0.0\n',
          'README.md': `# Plugin\n\nKnows ${kind} matters of salamanders.\n`,
        },
        unlisted: true,
      });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    };
    const network = ['*.example.com:443'];
    await publish(ada, '@acme/connector-ledger', 'connector', {
      title: 'Ledger',
      description: 'Reads double-entry bookkeeping.',
      needs: { network, http: true },
      permissions: [{ id: 'acme-connector-ledger:read', title: 'Read ledgers' }],
    });
    await publish(ada, '@acme/classifier-iban', 'classifier', { title: 'Bank accounts' }, '>=0.1.0 <3.0.0');
    await publish(ben, '@globex/framework-health', 'framework', { title: 'Health rules' });
  });
  after(() => registry.stop());

  it('are found by words, beginnings, stems and slips, and told apart by facets', async () => {
    expect(await names('q=bookkeeping')).to.deep.equal(['@acme/connector-ledger']);
    expect(await names('q=bank')).to.deep.equal(['@acme/classifier-iban']);
    expect(await names('q=salamander')).to.have.length(3);
    expect(await names('q=heal')).to.deep.equal(['@globex/framework-health']);
    expect(await names('q=ledgr')).to.deep.equal(['@acme/connector-ledger']);
    expect(await names('q=%25')).to.deep.equal([]);
    expect(await names(`q=${encodeURIComponent("'; drop table x; -- & | ! ( :*")}`)).to.be.an('array');
    expect(await names('kind=connector')).to.deep.equal(['@acme/connector-ledger']);
    expect(await names('publisher=globex')).to.deep.equal(['@globex/framework-health']);
    expect(await names('permission=acme-connector-ledger:read')).to.deep.equal(['@acme/connector-ledger']);
    expect(await names('sdk=2.1.0')).to.deep.equal(['@acme/classifier-iban']);
    expect(await names('verified=true')).to.deep.equal([]);
    const { facets, total } = await listings('');
    expect(total).to.equal(3);
    expect(facets).to.deep.equal({
      kind: { classifier: 1, connector: 1, framework: 1 },
      publisher: { acme: 2, globex: 1 },
      permission: { 'acme-connector-ledger:read': 1 },
      sdk: { '^0.1.0': 2, '>=0.1.0 <3.0.0': 1 },
      verified: { true: 0, false: 3 },
    });
    expect((await registry.ask('GET', '/-/datawave/plugins?sdk=soon', { as: reader })).status).to.equal(400);
  });

  it('are counted anew when one changes, and not before', async () => {
    const counts = async (query: string): Promise<unknown> => {
      const { total, facets } = await listings(query);
      return [total, facets.kind, facets.verified];
    };
    const before = await counts('q=salamander');
    expect(before).to.deep.equal([3, { classifier: 1, connector: 1, framework: 1 }, { true: 0, false: 3 }]);
    expect(await counts('q=salamander&limit=1'), 'another page').to.deep.equal(before);
    const name = '@globex/step-tide';
    const published = await registry.publish(ben, {
      ...{ name, version: '1.0.0', unlisted: true },
      packageJson: { keywords: ['datawave-plugin', 'datawave-step'] },
      files: { 'README.md': 'Knows salamanders, too.' },
    });
    expect(published.status, JSON.stringify(published.body)).to.equal(201);
    expect(await counts('q=salamander')).to.deep.equal([
      4,
      { classifier: 1, connector: 1, framework: 1, step: 1 },
      { true: 0, false: 4 },
    ]);
    const proof = '/-/datawave/publishers/globex/proofs/administrator';
    expect((await registry.ask('POST', proof)).status).to.be.below(300);
    expect(await counts('')).to.deep.include({ true: 2, false: 2 });
    expect((await registry.ask('DELETE', proof)).status).to.be.below(300);
    const { body } = await registry.ask('GET', '/@globex%2fstep-tide');
    expect(
      (await registry.ask('DELETE', `/@globex%2fstep-tide/-rev/${field({ body }, '_rev')}`)).status,
    ).to.be.below(300);
    expect(await counts('q=salamander')).to.deep.equal(before);
  });

  it('come page by page, each once', async () => {
    const found: string[] = [];
    let cursor: string | null = '';
    do {
      const page: ListingPage = await listings(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found.toSorted()).to.deep.equal([
      '@acme/classifier-iban',
      '@acme/connector-ledger',
      '@globex/framework-health',
    ]);
  });

  it('tell all of one: needs, checks, texts, and downloads once they are written', async () => {
    for (let n = 0; n < 3; n += 1)
      await registry.ask('GET', '/@acme/connector-ledger/-/connector-ledger-1.0.0.tgz', { as: reader });
    // What was counted in memory is written when the plugin stops.
    await registry.test.kernel.disable('registry');
    await registry.test.kernel.enable('registry');
    const answer = await registry.ask('GET', '/-/datawave/plugins/@acme%2fconnector-ledger', { as: reader });
    const detail = answer.body as PluginListingDetail;
    expect(detail).to.deep.include({
      ...{
        id: 'acme-connector-ledger',
        title: 'Ledger',
        kinds: ['connector'],
        version: '1.0.0',
        sdk: '^0.1.0',
      },
      ...{ needs: { network: ['*.example.com:443'], http: true }, downloads: 3, changelog: '## 1.0.0\n' },
      ...{ distTags: { latest: '1.0.0' }, origin: null, revoked: null, rating: { mean: null, count: 0 } },
    });
    expect(detail.downloadsByDay.map(({ count }) => count)).to.deep.equal([3]);
    expect(detail.versions[0]?.downloads).to.equal(3);
    const checks = Object.fromEntries(
      (detail.versions[0]?.checks ?? []).map(({ check, outcome }) => [check, outcome]),
    );
    expect(checks).to.deep.equal({
      ...{
        manifest: 'passed',
        sdkRange: 'passed',
        licence: 'passed',
        size: 'passed',
        installScripts: 'passed',
      },
      ...{ secrets: 'passed', nameSimilarity: 'passed', conformance: 'failed', namespace: 'failed' },
    });
    expect((await registry.ask('GET', '/-/datawave/plugins/nobody', { as: reader })).status).to.equal(404);
    expect(
      field(await registry.ask('GET', '/-/datawave/plugins?kind=everything', { as: reader }), 'code'),
    ).to.equal('DW_HTTP_INPUT_INVALID');
  });
});
