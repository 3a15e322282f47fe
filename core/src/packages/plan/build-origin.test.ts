import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BuildSystem, WORKFLOW } from '../../../../plugin-sdk/test/trust/build-system.ts';
import { type InstallSite, openSite } from '../../../test/packages/install-site.ts';
import { StandInRegistry } from '../../../test/packages/stand-in-registry.ts';
import { testScope } from '../../../test/storage.ts';
import { readNewestLock } from '../lock/lock-rows.ts';
import { checkOriginAgain } from './build-origin.ts';
import { reviewText } from './review-text.ts';

const scope = testScope();
const NAME = '@acme/weather';
const BUILT = {
  ...{ repository: 'https://github.com/acme/plugin', workflow: WORKFLOW },
  commit: '0123456789abcdef0123456789abcdef01234567',
  builder: 'https://token.actions.githubusercontent.com',
};

describe('from what a package was built', function () {
  this.timeout(60_000);
  let builds: BuildSystem;
  let registry: StandInRegistry;
  let site: InstallSite;
  /** What the registry answers when it is asked for attestations, by version. */
  let answers: Record<string, string | undefined>;

  before(async () => {
    builds = await BuildSystem.start();
  });
  beforeEach(async () => {
    answers = {};
    registry = await new StandInRegistry().start();
    registry.intercept = ({ url = '' }, response) => {
      const [, version] = /^\/-\/npm\/v1\/attestations\/@acme%2fweather@(.+)$/.exec(url) ?? [];
      if (version === undefined) return false;
      const answer = answers[version];
      response.writeHead(answer === undefined ? 404 : 200).end(answer ?? '{}');
      return true;
    };
  });
  afterEach(async () => {
    await registry.stop();
    await site.close();
  });

  const open = async (settings: object = { provenance: 'sigstore.json' }): Promise<void> => {
    site = await openSite({ registries: [{ name: 'acme', url: registry.url, ...settings }] });
    await writeFile(join(site.directory, 'sigstore.json'), JSON.stringify(builds.trustedRoot));
  };
  const attestationOf = async (
    bytes: Uint8Array,
    version: string,
    repository = BUILT.repository,
  ): Promise<string> =>
    JSON.stringify(
      await builds.attest({
        name: `pkg:npm/%40acme/weather@${version}`,
        sha512: createHash('sha512').update(bytes).digest('hex'),
        repository,
      }),
    );
  const publish = async (version: string, repository?: string): Promise<void> => {
    const bytes = await registry.publish({ version }, { attestations: { url: registry.url } });
    answers[version] = await attestationOf(bytes, version, repository);
  };
  const propose = () => site.installer.propose({ install: [{ name: NAME, range: null }] }, scope);
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => expect.fail('nothing was refused'),
      (caught: unknown) => caught,
    );
    return `${Object(error).code}: ${Object(error).message}`;
  };

  it('is proven by the bytes that arrived, looked at again, kept, and compared at an update', async () => {
    await open();
    await publish('1.0.0');
    const first = await propose();
    expect(first.plan.changes[0]).to.deep.include({
      ...{ provenance: BUILT, provenanceState: 'verified', hasSameRepository: null },
    });
    expect(reviewText(first)).to.include(`built from  ${BUILT.repository}, commit ${BUILT.commit}`);
    await site.installer.apply(first.id, first.hash, scope);
    expect((await readNewestLock(site.database.storage))?.lock.plugins[NAME]?.provenance).to.deep.equal(
      BUILT,
    );

    await publish('1.1.0');
    expect((await propose()).plan.changes[0]?.hasSameRepository).to.equal(true);
    await publish('1.2.0', 'https://github.com/mallory/plugin');
    const other = await propose();
    expect(other.plan.changes[0]?.hasSameRepository).to.equal(false);
    expect(other.plan.notices.map(({ text }) => text).join()).to.include(
      'not proven to be built from the repository',
    );
    await registry.publish({ version: '1.3.0' });
    expect((await propose()).plan.changes[0]).to.deep.include({
      ...{ provenance: null, provenanceState: 'untold', hasSameRepository: false },
    });

    // What was looked at must still hold when it is applied.
    const [good, bad] = [answers['1.2.0'], await attestationOf(Buffer.from('other'), '1.2.0')];
    answers['1.2.0'] = bad;
    expect(await refusal(site.installer.apply(other.id, other.hash, scope))).to.match(
      /^DW_TRUST_PROVENANCE: .*other bytes/,
    );
    answers['1.2.0'] = good;
    const again = await site.installer.propose({ install: [{ name: NAME, range: '1.2.0' }] }, scope);
    answers['1.2.0'] = undefined;
    expect(await refusal(site.installer.apply(again.id, again.hash, scope))).to.match(
      /^DW_PACKAGES_PROVENANCE: .*not what was looked at/,
    );
    const newest = await readNewestLock(site.database.storage);
    expect(newest?.number).to.equal(1);

    // What has run here may come back while its registry is down, but not against what is attested of it.
    const locked = newest?.lock.plugins[NAME];
    if (locked === undefined) expect.fail('nothing is locked');
    const look = (isKnown: boolean) => checkOriginAgain(site.parts, { name: NAME, locked, isKnown });
    answers['1.0.0'] = bad;
    expect(await refusal(look(true))).to.match(/^DW_TRUST_PROVENANCE/);
    await registry.stop();
    await look(true);
    expect(await refusal(look(false))).to.match(/^DW_EGRESS_/);
  });

  it('refuses what is attested of another package or other bytes, what is cut, and what has no end', async () => {
    await open();
    await publish('1.0.0');
    const good = String(answers['1.0.0']);
    const other = await builds.attest({ name: 'pkg:npm/%40acme/other@1.0.0', sha512: '0'.repeat(128) });
    const hostile: readonly (readonly [string, string, RegExp])[] = [
      ['another package', JSON.stringify(other), /another package/],
      ['other bytes', await attestationOf(Buffer.from('other'), '1.0.0'), /other bytes/],
      ['cut in the middle', good.slice(0, good.length / 2), /no list of attestations/],
      ['a list of nothing', '{"attestations":[null]}', /no list of attestations/],
      ['another signature', good.replace(/"sig":"..../, '"sig":"AAAA'), /does not hold/],
      ['huge', `{"attestations":[],"x":"${'x'.repeat(3_000_000)}"}`, /more than 2097152 bytes/],
    ];
    for (const [what, answer, why] of hostile) {
      answers['1.0.0'] = answer;
      const said = await refusal(propose());
      expect(said, what)
        .to.match(/^DW_TRUST_PROVENANCE: /)
        .and.to.match(why);
    }
    expect(await readNewestLock(site.database.storage)).to.equal(null);
  });

  it('says that nothing is told, or that it is not verified, and refuses nothing for that', async () => {
    await open({});
    await registry.publish({});
    const untold = await propose();
    expect(untold.plan.changes[0]).to.deep.include({ provenance: null, provenanceState: 'untold' });
    expect(reviewText(untold)).to.match(/built from {2}not told/);
    await publish('1.1.0');
    answers['1.1.0'] = 'nonsense';
    const told = await propose();
    expect(told.plan.changes[0]).to.deep.include({ provenance: null, provenanceState: 'unverified' });
    expect(reviewText(told)).to.include('told, and not verified: no trusted root is configured');
  });

  it('takes only what is proven where that is required', async () => {
    await open({ provenance: 'sigstore.json', requireProvenance: true });
    await registry.publish({});
    expect(await refusal(propose())).to.match(/^DW_PACKAGES_PROVENANCE: .*nothing is attested/);
    await publish('1.1.0', '');
    expect(await refusal(propose())).to.match(/^DW_PACKAGES_PROVENANCE: .*no repository/);
    await publish('1.2.0');
    const change = await propose();
    await site.installer.apply(change.id, change.hash, scope);
    await rm(join(site.directory, 'sigstore.json'));
    await publish('1.3.0');
    expect(await refusal(propose())).to.match(/^DW_PACKAGES_TRUSTED_ROOT: /);
    await writeFile(join(site.directory, 'sigstore.json'), '[]');
    expect(await refusal(propose())).to.match(/^DW_PACKAGES_TRUSTED_ROOT: /);
  });
});
