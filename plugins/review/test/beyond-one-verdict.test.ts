import { randomBytes } from 'node:crypto';
import { catalogService, coreServices, type DomainEvent } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { QueueItem } from '../src/queue-queries.ts';
import { eventually, itemsOf, ReviewPlatform, urnOf } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

describe('review beyond one verdict', () => {
  let platform: ReviewPlatform;
  const events: DomainEvent[] = [];

  before(async function () {
    this.timeout(120_000);
    platform = await ReviewPlatform.start();
    platform.test.service(coreServices.events).subscribe({ types: ['review.*'] }, (event) => {
      events.push(event);
    });
  });
  after(() => platform?.stop());

  it('tells columns apart whose names are longer than an index takes', async () => {
    // Of chance, because what repeats itself is compressed.
    const long = randomBytes(30_000).toString('hex');
    const names = [`${long}a`, `${long}b`];
    platform.engine.verdicts = Object.fromEntries(
      names.map((name) => [name, said([verdict('EMAIL_ADDRESS')])]),
    );
    const mine = async () =>
      itemsOf<QueueItem>(await platform.get(`classifications?asset=${encodeURIComponent(urnOf('long'))}`));
    await platform.scan({ long: names });
    const queue = await mine();
    expect(queue.map(({ column }) => column)).to.have.members(names);
    await platform.decide(queue[0]?.id ?? '', 'accept');
    await platform.scan({ long: names });
    expect((await mine()).map(({ id }) => id)).to.deep.equal([queue[1]?.id]);
    await platform.scan({});
  });

  it('decides on many at one go and leaves alone what somebody changed', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ one: ['mail'], two: ['mail'], three: ['mail'] });
    const [one, two, three] = await Promise.all(
      ['one', 'two', 'three'].map((table) => platform.verdictOn(table, 'mail')),
    );
    const { body } = await platform.post('classifications/decisions', {
      action: 'accept',
      verdicts: [
        { id: one?.id, version: one?.version },
        { id: two?.id, version: 99 },
        { id: three?.id },
        { id: '00000000-0000-7000-8000-00000000dead' },
      ],
    });
    expect(body).to.have.property('decided', 2);
    expect(
      (Reflect.get(Object(body), 'outcomes') as readonly { outcome: string }[]).map(({ outcome }) => outcome),
    ).to.deep.equal(['decided', 'changed', 'decided', 'unknown']);
    expect((await platform.verdictOn('two', 'mail')).status).to.equal('suggested');
    const history = itemsOf<{ batch: string }>(await platform.get('classifications/decisions?limit=2'));
    expect(history[0]?.batch).to.be.a('string').and.to.equal(history[1]?.batch);
    const wrong = { action: 'reject', columns: ['00000000-0000-7000-8000-00000000dead'] };
    expect((await platform.post('classifications/decisions', wrong)).status).to.equal(400);
    expect((await platform.post('classifications/decisions', { action: 'correct' })).status).to.equal(400);
  });

  it('finds columns that look alike, and corrects them when asked to', async () => {
    platform.engine.verdicts = { login_1: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ a: ['login_1'], b: ['LOGIN'], c: ['login', 'logout'] });
    const { id } = await platform.verdictOn('a', 'login_1');
    expect((await platform.get(`classifications/${id}/alike`)).body).to.include({ total: 0 });
    await platform.decide(id, 'correct', { infoType: 'USERNAME' });
    const { body } = await platform.get(`classifications/${id}/alike`);
    expect(body).to.include({ total: 2, infoType: 'USERNAME' });
    const columns = Reflect.get(Object(body), 'items') as readonly { columnId: string; column: string }[];
    expect(columns.map(({ column }) => column)).to.deep.equal(['LOGIN', 'login']);
    await platform.post('classifications/decisions', {
      action: 'correct',
      infoType: 'USERNAME',
      columns: columns.map(({ columnId }) => columnId),
    });
    expect(await platform.best('b', 'LOGIN')).to.include({ infoType: 'USERNAME', status: 'corrected' });
    expect(await platform.best('c', 'login')).to.include({ infoType: 'USERNAME', status: 'corrected' });
    expect((await platform.get(`classifications/${id}/alike`)).body).to.include({ total: 0 });
  });

  it('lets corrections speak for columns that look alike, in their workspace, until they are withdrawn', async () => {
    const feedback = platform.engine.contributed('feedback');
    const weightOf = async (workspaceId: string | null): Promise<number> => {
      const sample = buildSample('elsewhere', [{ name: 'Login', values: ['xy-99', 'zw-88'] }]);
      const found = (await feedback?.examine(sample, { workspaceId }))?.[0] ?? [];
      return found.find(({ infoType }) => infoType === 'USERNAME')?.evidence[0]?.weight ?? 0;
    };
    const { workspace } = platform.test.scope();
    const until = (fits: (weight: number) => boolean) => eventually(() => weightOf(workspace), fits);
    expect(await until((weight) => weight > 3)).to.be.below(6);
    expect(await weightOf(null)).to.equal(0);
    expect(await weightOf('00000000-0000-7000-8000-0000000000ff')).to.equal(0);
    for (const [table, column] of [
      ['a', 'login_1'],
      ['b', 'LOGIN'],
      ['c', 'login'],
    ] as const)
      await platform.decide((await platform.verdictOn(table, column)).id, 'withdraw');
    expect(await until((weight) => weight === 0)).to.equal(0);
  });

  it('puts right what was scanned while it was switched off', async () => {
    platform.engine.verdicts = {
      mail: said([verdict('EMAIL_ADDRESS')]),
      tel: said([verdict('PHONE_NUMBER')]),
    };
    await platform.scan({ off: ['mail', 'tel'] });
    await platform.decide((await platform.verdictOn('off', 'mail')).id, 'correct', { infoType: 'USERNAME' });
    await platform.decide((await platform.verdictOn('off', 'tel')).id, 'reject');
    await platform.test.kernel.disable('review');
    await platform.scan({ off: ['mail', 'tel'] });
    expect(await platform.best('off', 'mail')).to.include({ infoType: 'EMAIL_ADDRESS', status: 'suggested' });
    await platform.test.kernel.enable('review');
    await eventually(
      () => platform.best('off', 'mail'),
      (shown) => shown?.infoType === 'USERNAME',
    );
    expect(await platform.catalogued('off', 'tel')).to.deep.equal([]);
    expect((await platform.verdictOn('off', 'tel')).status).to.equal('rejected');
  });

  it('marks as stale what other classifiers had said, and a scan by the present ones makes it fresh', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ stale: ['mail'] });
    const { waiting } = await platform.summary();
    platform.engine.classifiers = ['staged@1.0.0', 'another@1.0.0'];
    await platform.lookForStale();
    expect(await platform.summary()).to.include({ waiting, stale: waiting });
    expect(await platform.queue('status=accepted'), 'decisions are never stale').not.to.deep.include({
      isStale: true,
    });
    await platform.scan({ stale: ['mail'] });
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(false);
    await platform.lookForStale();
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(false);
  });

  it('marks as stale what another engine had said, before anything is scanned by the new one', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ stale: ['mail'] });
    await platform.lookForStale();
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(false);
    platform.engine.version = 'engine@1.0.0 model@another';
    await platform.lookForStale();
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(true);
    platform.engine.version = 'engine@1.0.0';
    await platform.scan({ stale: ['mail'] });
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(false);
  });

  it('says how often people agreed, with an interval', async () => {
    const { body } = await platform.get('classifications/agreement');
    const types = Reflect.get(Object(body), 'infoTypes') as readonly {
      name: string;
      accepted: number;
      agreement: number;
      low: number;
      high: number;
    }[];
    const mail = types.find(({ name }) => name === 'EMAIL_ADDRESS');
    expect(mail?.accepted).to.be.greaterThan(1);
    for (const { agreement, low, high } of types)
      expect(low <= agreement && agreement <= high).to.equal(true);
    const classifiers = Reflect.get(Object(body), 'classifiers') as readonly { name: string }[];
    expect(classifiers.map(({ name }) => name)).to.include('staged@1.0.0');
  });

  it('tells who listens, once for each decision', async () => {
    const { id } = await platform.verdictOn('stale', 'mail');
    events.length = 0;
    await platform.decide(id, 'accept', { note: 'Looked at it.' });
    await platform.decide(id, 'withdraw');
    await eventually(
      () => events.length,
      (count) => count >= 2,
    );
    expect(events.map(({ type }) => type)).to.deep.equal([
      'review.verdict.decided',
      'review.verdict.withdrawn',
    ]);
    expect(events[0]?.subject).to.equal(urnOf('stale'));
    expect(events[0]?.data).to.include({ action: 'accept', infoType: 'EMAIL_ADDRESS', by: 'user:admin' });
  });

  it('keeps workspaces apart, also where names are the same', async () => {
    const elsewhere = platform.test.scope({ workspace: '00000000-0000-7000-8000-0000000000ff' });
    const shown = async (scope = platform.test.scope()) =>
      (await platform.test.service(catalogService).facts(scope, urnOf('same')))?.columns[0]
        ?.classifications[0];
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ same: ['mail'] });
    const { id } = await platform.verdictOn('same', 'mail');
    await platform.scan({ same: ['mail'] }, elsewhere);
    await platform.decide(id, 'correct', { infoType: 'USERNAME' });
    await platform.scan({ same: ['mail'] }, elsewhere);
    expect(await shown()).to.include({ infoType: 'USERNAME', status: 'corrected' });
    expect(await shown(elsewhere)).to.include({ infoType: 'EMAIL_ADDRESS', status: 'suggested' });
    expect(await platform.queue('q=main.same&status=all')).to.have.length(1);
  });

  it('counts for each classifier what people made of that for which it spoke, and takes it back with them', async () => {
    const piece = (classifier: string, weight: number) =>
      ({ signal: 'pattern', classifier, weight, detail: 'it fits' }) as const;
    const evidence = [piece('judge@1.0.0', 5), piece('doubter@1.0.0', -1)];
    const columns = ['c1', 'c2', 'c3', 'c4'];
    platform.engine.verdicts = Object.fromEntries(
      columns.map((column) => [column, said([verdict('EMAIL_ADDRESS', { evidence })])]),
    );
    await platform.scan({ judged: columns });
    const [c1, c2, c3, c4] = await Promise.all(columns.map((column) => platform.verdictOn('judged', column)));
    await platform.decide(c1?.id ?? '', 'accept');
    await platform.decide(c2?.id ?? '', 'accept');
    await platform.decide(c3?.id ?? '', 'reject');
    await platform.decide(c4?.id ?? '', 'correct', { infoType: 'USERNAME' });
    const figures = async (): Promise<ReadonlyMap<unknown, unknown>> => {
      const { body } = await platform.get('classifications/agreement');
      const rows = Reflect.get(Object(body), 'classifiers') as readonly { name: string }[];
      return new Map(rows.map((row) => [row.name, row]));
    };
    const all = await figures();
    expect(all.get('judge@1.0.0')).to.include({ accepted: 2, rejected: 1, corrected: 1, agreement: 0.5 });
    expect(all.has('doubter@1.0.0'), 'it spoke against what was suggested').to.equal(false);
    await platform.decide(c3?.id ?? '', 'withdraw');
    await platform.decide(c4?.id ?? '', 'withdraw');
    expect((await figures()).get('judge@1.0.0')).to.include({ accepted: 2, rejected: 0, agreement: 1 });
  });
});
