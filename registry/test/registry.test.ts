import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { packageFixture } from '../../plugin-sdk/test/package-fixture.ts';
import { type RawEntry, rawTarball } from '../../plugin-sdk/test/raw-archive.ts';
import { field, OpenRegistry, PUBLISHER, person, publishDocument } from './open-registry.ts';

const ada = person('ada', ...PUBLISHER);
const ben = person('ben', ...PUBLISHER);
const cleo = person('cleo', ...PUBLISHER);
const reader = person('rita', 'registry:read');

describe('the registry', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;
  before(async () => {
    registry = await OpenRegistry.start();
  });
  after(() => registry.stop());

  it('serves a tarball as it came, in pieces, and for ever', async () => {
    // Larger than a row, and nothing that gzip makes smaller.
    const noise = Buffer.concat(
      Array.from({ length: 20_000 }, (_, at) => createHash('sha512').update(`${at}`).digest()),
    );
    const bytes = await packageFixture({
      name: '@acme/big',
      version: '1.0.0',
      manifest: { id: 'big' },
      files: { 'dist/noise.bin': noise },
    });
    expect(bytes.length).to.be.above(1_200_000);
    expect((await registry.send(ada, '@acme/big', '1.0.0', bytes)).status).to.equal(201);
    const token = await rawGet(registry, '/@acme/big/-/big-1.0.0.tgz');
    expect(token.status).to.equal(401);
    const answer = await registry.ask('GET', '/@acme%2fbig/-/big-1.0.0.tgz', { as: reader });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-length')).to.equal(String(bytes.length));
    expect(answer.headers.get('cache-control')).to.equal('private, max-age=31536000, immutable');
    expect(
      field(
        await registry.ask('GET', '/@acme%2fbig', { as: reader }),
        'versions',
        '1.0.0',
        'dist',
        'integrity',
      ),
    ).to.equal(`sha512-${createHash('sha512').update(bytes).digest('base64')}`);
  });

  it('answers packuments by form and with an ETag that changes with them', async () => {
    await registry.publish(ada, { name: '@acme/forms', version: '1.0.0' });
    const abbreviated = { accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8' };
    const full = await registry.ask('GET', '/@acme%2fforms', { as: reader });
    const short = await registry.ask('GET', '/@acme%2fforms', { as: reader, headers: abbreviated });
    expect(short.headers.get('content-type')).to.equal('application/vnd.npm.install-v1+json');
    expect(field(full, 'readme')).to.equal('# Tide\n');
    expect(field(short, 'readme')).to.equal(undefined);
    expect(field(short, 'versions', '1.0.0', 'datawave')).to.equal(undefined);
    expect(short.headers.get('etag')).not.to.equal(full.headers.get('etag'));
    const again = { ...abbreviated, 'if-none-match': String(short.headers.get('etag')) };
    expect((await registry.ask('GET', '/@acme%2fforms', { as: reader, headers: again })).status).to.equal(
      304,
    );
    await registry.publish(ada, { name: '@acme/forms', version: '1.1.0' });
    expect((await registry.ask('GET', '/@acme%2fforms', { as: reader, headers: again })).status).to.equal(
      200,
    );
    // Scopes unescaped, as some clients send them; a version, and a tag.
    expect((await registry.ask('GET', '/@acme/forms', { as: reader })).status).to.equal(200);
    expect(field(await registry.ask('GET', '/@acme%2fforms/latest', { as: reader }), 'version')).to.equal(
      '1.1.0',
    );
    expect((await registry.ask('GET', '/@acme%2fforms/constructor', { as: reader })).status).to.equal(404);
  });

  it('keeps one of several publications of a version that come at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        registry.publish(ada, {
          name: '@acme/raced',
          version: '1.0.0',
          files: { 'dist/n.js': `// ${at}\n` },
        }),
      ),
    );
    expect(made.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409, 409, 409]);
    expect(made.filter((answer) => field(answer, 'code') === 'DW_REGISTRY_VERSION_TAKEN')).to.have.length(5);
    const others = await Promise.all(
      ['@zeta-one/tool', '@zeta-0ne/tool'].map((name, at) =>
        registry.publish(at === 0 ? ada : ben, { name, version: '1.0.0' }),
      ),
    );
    expect(others.map(({ status }) => status).sort(), 'names that look alike').to.deep.equal([201, 422]);
  });

  it('gives a new scope to one publisher, however many of its plugins come at once', async () => {
    const made = await Promise.all(
      ['ocean', 'river', 'meadow'].map((base) =>
        registry.publish(ada, { name: `@fresh/${base}`, version: '1.0.0' }),
      ),
    );
    expect(made.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
  });

  it('keeps no more of a publisher than the settings say', async () => {
    await using small = await OpenRegistry.start({ maxPublisherBytes: 3000 });
    const publish = (name: string) =>
      small.publish(ada, { name, version: '1.0.0', files: { 'dist/noise.bin': randomBytes(1500) } });
    expect((await publish('@acme/one')).status).to.equal(201);
    expect((await publish('@acme/two')).body).to.include({ code: 'DW_REGISTRY_PUBLISHER_FULL', status: 413 });
    expect((await publish('@other/one')).status).to.equal(201);
  });

  it('asks for a permission on every route but those that tell nothing', async () => {
    const document = await registry.test.request('GET', '/openapi.json', { as: null });
    const paths = Object.entries(field(document, 'paths') as Readonly<Record<string, object>>).filter(
      ([path]) => path.startsWith('/npm/'),
    );
    expect(paths.length).to.be.above(25);
    const fill = (path: string): string =>
      path
        .slice('/npm'.length)
        .replace('{id}', '00000000-0000-4000-8000-000000000000')
        .replace('{method}', 'dns')
        .replace('{principal}', 'user:x')
        .replace(/\{\w+\}/g, 'x');
    const nobody = person('nobody');
    for (const [path, methods] of paths)
      for (const method of Object.keys(methods)) {
        const isPublic = /\/(?:ping|user\/\{user\})$/.test(path);
        if (isPublic) continue;
        const what = `${method} ${path}`;
        expect((await registry.ask(method.toUpperCase(), fill(path), { as: null })).status, what).to.equal(
          401,
        );
        expect((await registry.ask(method.toUpperCase(), fill(path), { as: nobody })).status, what).to.equal(
          404,
        );
        if (method !== 'get') {
          const { status } = await registry.ask(method.toUpperCase(), fill(path), { as: reader });
          expect([403, 404], what).to.include(status);
        }
      }
  });

  it('refuses what is no publication, with a reason', async () => {
    const bytes = await packageFixture({ name: '@acme/odd', version: '1.0.0' });
    const raw = (...entries: readonly RawEntry[]) =>
      registry.send(ada, '@acme/odd', '1.0.0', rawTarball(...entries));
    const cases: readonly [string, Promise<{ readonly status: number; readonly body: unknown }>, string][] = [
      ['another name within', registry.send(ada, '@acme/other', '1.0.0', bytes), 'DW_REGISTRY_PUBLICATION'],
      ['another version within', registry.send(ada, '@acme/odd', '1.0.1', bytes), 'DW_REGISTRY_PUBLICATION'],
      [
        'bytes changed on the way',
        registry.send(ada, '@acme/odd', '1.0.0', bytes, {
          _attachments: { 'x.tgz': { data: Buffer.from(bytes.subarray(0, -1)).toString('base64') } },
        }),
        'DW_REGISTRY_PUBLICATION',
      ],
      [
        'a length that is not',
        registry.send(ada, '@acme/odd', '1.0.0', bytes, {
          _attachments: { 'x.tgz': { data: Buffer.from(bytes).toString('base64'), length: 1 } },
        }),
        'DW_REGISTRY_PUBLICATION',
      ],
      [
        'two tarballs',
        registry.send(ada, '@acme/odd', '1.0.0', bytes, {
          _attachments: { 'a.tgz': { data: '' }, 'b.tgz': { data: '' } },
        }),
        'DW_REGISTRY_PUBLICATION',
      ],
      [
        'no archive',
        registry.send(ada, '@acme/odd', '1.0.0', Buffer.from('no archive')),
        'DW_PACKAGE_NOT_GZIP',
      ],
      [
        'half an archive',
        registry.send(ada, '@acme/odd', '1.0.0', bytes.subarray(0, bytes.length / 2)),
        'DW_PACKAGE_TRUNCATED',
      ],
      ['a link', raw({ name: 'package/dist/passwd', flag: '2', link: '/etc/passwd' }), 'DW_PACKAGE_ENTRY'],
      ['a path that leads out', raw({ name: 'package/../../x', body: 'x' }), 'DW_PACKAGE_PATH'],
      ['an absolute path', raw({ name: '/etc/cron.d/x', body: 'x' }), 'DW_PACKAGE_PATH'],
      [
        'a name twice',
        raw({ name: 'package/README.md' }, { name: 'package/readme.md' }),
        'DW_PACKAGE_DUPLICATE',
      ],
      ['a bomb', raw({ name: 'package/zeros', body: Buffer.alloc(30_000_000) }), 'DW_PACKAGE_TOO_LARGE'],
      ['Cyrillic in the name', registry.send(ada, '@асme/odd', '1.0.0', bytes), 'DW_REGISTRY_PUBLICATION'],
      [
        'a tag that is a version',
        registry.send(ada, '@acme/odd', '1.0.0', bytes, { 'dist-tags': { '2.0.0': '1.0.0' } }),
        'DW_REGISTRY_TAG',
      ],
    ];
    for (const [what, sent, code] of cases) {
      const answer = await sent;
      expect(field(answer, 'code'), what).to.equal(code);
      expect(answer.status, what).to.be.within(400, 422);
      expect(field(answer, 'error'), what).to.be.a('string').and.have.length.above(10);
    }
    expect((await registry.ask('GET', '/@acme%2fodd')).status).to.equal(404);
  });

  it('keeps the provenance that came with a tarball, if it is about its bytes', async () => {
    const bytes = await packageFixture({ name: '@acme/built', version: '1.0.0', manifest: { id: 'built' } });
    const predicateType = 'https://slsa.dev/provenance/v1';
    const publish = (sha512: string) => {
      const predicate = {
        buildDefinition: {
          externalParameters: {
            workflow: {
              repository: 'https://github.com/acme/built',
              path: '.github/w.yml',
              ref: 'refs/tags/v1',
            },
          },
          resolvedDependencies: [{ digest: { gitCommit: '0123abcd' } }],
        },
        runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
      };
      const payload = JSON.stringify({ predicateType, predicate, subject: [{ digest: { sha512 } }] });
      const data = JSON.stringify({ dsseEnvelope: { payload: Buffer.from(payload).toString('base64') } });
      const document = publishDocument('@acme/built', '1.0.0', bytes);
      const attachments = { ...Object(field(document, '_attachments')), 'x.sigstore': { data } };
      return registry.send(ada, '@acme/built', '1.0.0', bytes, { _attachments: attachments });
    };
    expect(field(await publish('00'), 'detail')).to.include('is about other bytes');
    expect((await publish(createHash('sha512').update(bytes).digest('hex'))).status).to.equal(201);
    const dist = field(
      await registry.ask('GET', '/@acme%2fbuilt'),
      'versions',
      '1.0.0',
      'dist',
      'attestations',
    );
    expect(field(dist, 'provenance')).to.deep.equal({ predicateType });
    const path = String(field(dist, 'url')).split('/api/v1/npm')[1] ?? '';
    expect(
      field(await registry.ask('GET', path, { as: reader }), 'attestations', 0, 'predicateType'),
    ).to.equal(predicateType);
    expect((await registry.ask('GET', path.replace('1.0.0', '9.0.0'), { as: reader })).status).to.equal(404);
    const detail = await registry.ask('GET', '/-/datawave/plugins/@acme%2fbuilt', { as: reader });
    expect(field(detail, 'versions', 0, 'builtFrom')).to.deep.equal({
      repository: 'https://github.com/acme/built',
      workflow: 'https://github.com/acme/built/.github/w.yml@refs/tags/v1',
      ...{
        commit: '0123abcd',
        builder: 'https://github.com/actions/runner/github-hosted',
        isVerified: false,
      },
    });
  });

  it('takes reviews, counts them, and hides what an administrator hides', async () => {
    await registry.publish(ada, { name: '@acme/rated', version: '1.0.0' });
    const path = '/-/datawave/plugins/@acme%2frated';
    const write = (as: typeof ada, rating: number) =>
      registry.ask('PUT', `${path}/review`, { as, body: { rating, text: `${rating} stars` } });
    expect((await write(reader, 3)).status).to.equal(403);
    expect((await write(cleo, 6)).status).to.equal(400);
    expect((await write(ada, 5)).body).to.include({ code: 'DW_REGISTRY_REVIEW_OWN', status: 403 });
    for (const [as, rating] of [
      [cleo, 1],
      [cleo, 5],
      [ben, 2],
    ] as const)
      expect((await write(as, rating)).status).to.equal(204);
    const rating = async () => field(await registry.ask('GET', path, { as: reader }), 'rating');
    expect(await rating()).to.deep.equal({ mean: 3.5, count: 2 });
    const reviews = field(await registry.ask('GET', `${path}/reviews`, { as: ben }), 'items') as readonly {
      id: string;
      author: string;
      isMine: boolean;
    }[];
    expect(reviews.map(({ author, isMine }) => [author, isMine])).to.deep.equal([
      ['ben', true],
      ['cleo', false],
    ]);
    const hide = `/-/datawave/reviews/${reviews[0]?.id}/hide`;
    expect((await registry.ask('POST', hide, { as: ada, body: { reason: 'mine' } })).status).to.equal(403);
    expect((await registry.ask('POST', hide, { body: { reason: 'advertising' } })).status).to.equal(204);
    expect(await rating()).to.deep.equal({ mean: 5, count: 1 });
    const seen = async (as: typeof ada) =>
      (field(await registry.ask('GET', `${path}/reviews`, { as }), 'items') as readonly object[]).length;
    expect([await seen(reader), await seen(ben)]).to.deep.equal([1, 2]);
    expect((await write(ben, 5)).status, 'writing anew does not show it again').to.equal(204);
    expect(await seen(reader)).to.equal(1);
    expect((await registry.ask('DELETE', `${path}/review`, { as: cleo })).status).to.equal(204);
    expect(await rating()).to.deep.equal({ mean: null, count: 0 });
  });

  it('revokes versions: they are listed with the reason and served no more', async () => {
    for (const version of ['1.0.0', '1.0.1']) await registry.publish(ada, { name: '@acme/unsafe', version });
    const revoke = (body: object, as = person('root', 'admin')) =>
      registry.ask('POST', '/-/datawave/revocations', { as, body });
    const revocation = {
      name: '@acme/unsafe',
      versions: '<1.0.1',
      reason: 'sends data away',
      severity: 'critical',
      action: 'disable',
    };
    expect((await revoke(revocation, ada)).status).to.equal(403);
    expect((await revoke({ ...revocation, versions: 'all' })).body).to.include({ code: 'DW_REGISTRY_RANGE' });
    const made = await revoke(revocation);
    expect(made.status).to.equal(201);
    const refused = await registry.ask('GET', '/@acme/unsafe/-/unsafe-1.0.0.tgz', { as: reader });
    expect(refused.body).to.include({ code: 'DW_REGISTRY_REVOKED', status: 403 });
    expect(field(refused, 'error')).to.include('sends data away');
    expect((await registry.ask('GET', '/@acme/unsafe/-/unsafe-1.0.1.tgz', { as: reader })).status).to.equal(
      200,
    );
    expect(
      field(await registry.ask('GET', '/@acme%2funsafe', { as: reader }), 'versions', '1.0.0', 'deprecated'),
    ).to.equal('Revoked: sends data away');
    const path = '/-/datawave/plugins/@acme%2funsafe';
    expect(field(await registry.ask('GET', path, { as: reader }), 'revoked')).to.equal(null);
    expect((await revoke({ ...revocation, versions: '*' })).status).to.equal(201);
    expect(field(await registry.ask('GET', path, { as: reader }), 'revoked', 'reason')).to.equal(
      'sends data away',
    );
    const list = field(
      await registry.ask('GET', '/-/datawave/revocations', { as: reader }),
      'items',
    ) as readonly { id: string }[];
    for (const { id } of list)
      expect((await registry.ask('DELETE', `/-/datawave/revocations/${id}`)).status).to.equal(204);
    expect((await registry.ask('GET', '/@acme/unsafe/-/unsafe-1.0.0.tgz', { as: reader })).status).to.equal(
      200,
    );
  });
});

const rawGet = (registry: OpenRegistry, path: string) => registry.ask('GET', path, { as: null });
