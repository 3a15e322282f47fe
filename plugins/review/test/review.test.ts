import { withDatabase } from '@datawave/core/test-platform';
import { catalogService, coreServices, type DomainEvent } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { eventually, itemsOf, ReviewPlatform, urnOf } from './review-platform.ts';
import { said, verdict } from './staged-classification.ts';

describe('review', () => {
  let platform: ReviewPlatform;
  const events: DomainEvent[] = [];

  before(async function () {
    this.timeout(40_000);
    platform = await ReviewPlatform.start();
    platform.test.service(coreServices.events).subscribe({ types: ['review.*'] }, (event) => {
      events.push(event);
    });
  });
  after(() => platform?.stop());

  const decide = async (id: string, action: string, body: unknown = {}): Promise<void> => {
    const answer = await platform.post(`classifications/${id}/${action}`, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  };
  const summary = async (): Promise<{ readonly waiting: number; readonly stale: number }> => {
    const { body } = await platform.get('classifications/summary');
    return { waiting: Reflect.get(Object(body), 'waiting'), stale: Reflect.get(Object(body), 'stale') };
  };
  const best = async (table: string, column: string) => (await platform.catalogued(table, column))[0];

  it('queues what the engine suggests, the uncertain and sensitive first', async () => {
    platform.engine.verdicts = {
      mail: said([verdict('EMAIL_ADDRESS', { confidence: 0.97 })]),
      city: said([verdict('CITY', { confidence: 0.55 })]),
      ssn: said([verdict('US_SSN', { confidence: 0.6 })]),
      plain: said(),
      unsure: said([], {
        reason: 'It may be a telephone number, but the evidence is not enough.',
        candidates: [
          verdict('PHONE_NUMBER', { confidence: 0.4 }),
          verdict('BANK_ACCOUNT_NUMBER', { confidence: 0.3 }),
        ],
      }),
    };
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    const queue = await platform.queue();
    expect(queue.map(({ column }) => column)).to.deep.equal(['ssn', 'unsure', 'city', 'mail']);
    const unsure = queue.find(({ column }) => column === 'unsure');
    expect(unsure).to.deep.include({
      infoType: 'PHONE_NUMBER',
      reason: 'abstained',
      reasonDetail: 'It may be a telephone number, but the evidence is not enough.',
      alternatives: [{ infoType: 'BANK_ACCOUNT_NUMBER', confidence: 0.3 }],
    });
    expect(queue[0]).to.include({
      sensitivity: 'restricted',
      assetName: 'main.people',
      sourceTitle: 'staged',
    });
    expect(queue[0]?.explanation).to.match(/^Probably US_SSN, because/);
    expect(queue[0]?.neighbours.map(({ name }) => name)).to.deep.equal(['mail', 'city', 'plain', 'unsure']);
    expect(queue[0]?.shapes[0]).to.deep.equal({ shape: 'aa-99', share: 1 });
    expect(await platform.catalogued('people', 'unsure'), 'an abstention is no verdict').to.deep.equal([]);
  });

  it('narrows by every filter and counts the same', async () => {
    const columns = async (query: string) => (await platform.queue(query)).map(({ column }) => column);
    expect(await columns('infoType=CITY,US_SSN')).to.deep.equal(['ssn', 'city']);
    expect(await columns('sensitivity=internal')).to.deep.equal(['city']);
    expect(await columns('reason=abstained')).to.deep.equal(['unsure']);
    expect(await columns('minConfidence=0.5&maxConfidence=0.6')).to.deep.equal(['ssn', 'city']);
    expect(await columns('q=SS')).to.deep.equal(['ssn']);
    expect(await columns('q=%25')).to.deep.equal([]);
    expect(await columns('status=accepted')).to.deep.equal([]);
    const [{ sourceId } = { sourceId: '' }] = await platform.queue();
    expect(await columns(`source=${sourceId}&limit=500`)).to.have.length(4);
    expect((await platform.get('classifications?reason=abstained')).body).to.include({ total: 1 });
    expect((await platform.get('classifications?q=ssn&status=all')).body).to.include({ total: 1 });
    expect((await platform.get('classifications?reason=nonsense')).status).to.equal(400);
    expect((await platform.get('classifications/summary')).body).to.deep.include({
      waiting: 4,
      byReason: { suggested: 3, abstained: 1 },
    });
  });

  it('pages without losing or repeating any', async () => {
    for (const limit of [1, 3]) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await platform.get(`classifications?limit=${limit}${cursor}`);
        seen.push(...itemsOf<{ column: string }>(page).map(({ column }) => column));
        const next: unknown = Reflect.get(Object(page.body), 'nextCursor');
        if (next === null) break;
        cursor = `&cursor=${String(next)}`;
      }
      expect(seen).to.deep.equal(['ssn', 'unsure', 'city', 'mail']);
    }
    expect((await platform.get('classifications?cursor=nonsense')).status).to.equal(400);
  });

  it('shows a correction at once everywhere, and takes it back at once', async () => {
    const { id } = await platform.verdictOn('people', 'mail');
    await decide(id, 'correct', { infoType: 'USERNAME', note: 'They sign in with it.' });
    expect(await best('people', 'mail')).to.include({
      infoType: 'USERNAME',
      status: 'corrected',
      confidence: 1,
    });
    expect((await best('people', 'mail'))?.explanation).to.match(
      /corrected it from E-mail address to User name on \d{4}-/,
    );
    const facets = await platform.get('assets?infoType=USERNAME&facets=true');
    expect(facets.body).to.include({ total: 1 });
    const facts = await platform.test.service(catalogService).facts(platform.test.scope(), urnOf('people'));
    expect(facts?.columns[0]?.classifications[0]).to.include({ infoType: 'USERNAME', status: 'corrected' });
    await decide(id, 'withdraw');
    expect(await best('people', 'mail')).to.include({ infoType: 'EMAIL_ADDRESS', status: 'suggested' });
    expect((await platform.get('assets?infoType=USERNAME')).body).to.include({ total: 0 });
  });

  it('assesses anew what a decision changes', async () => {
    const open = async (): Promise<readonly string[]> =>
      itemsOf<{ column: string }>(await platform.get('violations?limit=500'))
        .map(({ column }) => column)
        .filter((column) => column !== null);
    expect(await open()).to.include('ssn');
    const { id } = await platform.verdictOn('people', 'ssn');
    await decide(id, 'reject');
    expect(await open()).not.to.include('ssn');
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await open(), 'nor does a scan bring it back').not.to.include('ssn');
    await decide(id, 'withdraw');
    expect(await open()).to.include('ssn');
  });

  it('keeps what a person decided through every scan', async () => {
    const mail = await platform.verdictOn('people', 'mail');
    const city = await platform.verdictOn('people', 'city');
    const ssn = await platform.verdictOn('people', 'ssn');
    await decide(mail.id, 'accept');
    await decide(city.id, 'correct', { infoType: 'COUNTRY' });
    await decide(ssn.id, 'reject');
    platform.engine.verdicts = {
      ...platform.engine.verdicts,
      mail: said([verdict('PHONE_NUMBER', { confidence: 0.99 })]),
      city: said(),
    };
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await best('people', 'mail')).to.include({ infoType: 'EMAIL_ADDRESS', status: 'accepted' });
    expect(await best('people', 'city')).to.include({ infoType: 'COUNTRY', status: 'corrected' });
    expect(await platform.catalogued('people', 'ssn')).to.deep.equal([]);
    expect((await platform.queue()).map(({ column }) => column)).to.deep.equal(['unsure']);
  });

  it('keeps it also while a column or its asset is away', async () => {
    await platform.scan({ people: ['city', 'ssn', 'plain', 'unsure'] });
    await platform.scan({ others: ['plain'] });
    expect(await platform.queue('status=all')).to.deep.equal([]);
    await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
    expect(await best('people', 'mail')).to.include({ infoType: 'EMAIL_ADDRESS', status: 'accepted' });
    expect(await best('people', 'city')).to.include({ infoType: 'COUNTRY', status: 'corrected' });
    expect((await platform.queue()).map(({ column }) => column)).to.deep.equal(['unsure']);
  });

  it('asks again about what was rejected once its evidence has changed, and says what', async () => {
    const rescan = async (part: Parameters<typeof verdict>[1]) => {
      platform.engine.verdicts = {
        ...platform.engine.verdicts,
        ssn: said([verdict('US_SSN', { confidence: 0.6, ...part })]),
      };
      await platform.scan({ people: ['mail', 'city', 'ssn', 'plain', 'unsure'] });
      return platform.verdictOn('people', 'ssn');
    };
    const same = await rescan({ matched: 8, confidence: 0.7 });
    expect(same.status, 'a tenth fewer is nothing new').to.equal('rejected');
    const fewer = await rescan({ matched: 6, confidence: 0.5 });
    expect(fewer).to.include({
      status: 'suggested',
      reason: 'returned',
      reasonDetail: '60 % of the values match now, 90 % matched when it was rejected.',
    });
    expect((await best('people', 'ssn'))?.infoType).to.equal('US_SSN');
    await decide(fewer.id, 'reject');
    const evidence = [{ signal: 'pattern', classifier: 'staged@2.0.0', weight: 5, detail: 'fits' } as const];
    const newer = await rescan({ matched: 6, evidence });
    expect(newer.reasonDetail).to.equal('A classifier changed from staged@1.0.0 to staged@2.0.0.');
    await decide(newer.id, 'reject');
    const engine = await rescan({ matched: 6, evidence, version: 'engine@2.0.0' });
    expect(engine.reasonDetail).to.match(/^The engine changed from engine@1.0.0 to engine@2.0.0/);
    const { body } = await platform.get(`classifications/decisions?verdict=${engine.id}`);
    const actions = (Reflect.get(Object(body), 'items') as readonly { action: string }[]).map(
      ({ action }) => action,
    );
    expect(actions).to.deep.equal([
      'return',
      'reject',
      'return',
      'reject',
      'return',
      'reject',
      'withdraw',
      'reject',
    ]);
  });

  it('offers the next best type once the best is rejected', async () => {
    platform.engine.verdicts = {
      phone: said([
        verdict('PHONE_NUMBER', { confidence: 0.5 }),
        verdict('POSTAL_CODE', { confidence: 0.5 }),
      ]),
    };
    await platform.scan({ calls: ['phone'] });
    const first = await platform.verdictOn('calls', 'phone');
    expect(first.alternatives.map(({ infoType }) => infoType)).to.deep.equal(['POSTAL_CODE']);
    await decide(first.id, 'reject');
    expect(await best('calls', 'phone')).to.include({ infoType: 'POSTAL_CODE', status: 'suggested' });
    expect(await platform.queue(`asset=${encodeURIComponent(urnOf('calls'))}`)).to.have.length(1);
    const next = await platform.verdictOn('calls', 'phone', 'POSTAL_CODE');
    await decide(next.id, 'accept');
    await decide(first.id, 'accept');
    expect(await platform.catalogued('calls', 'phone'), 'the newer word counts').to.have.length(1);
    expect(await best('calls', 'phone')).to.include({ infoType: 'PHONE_NUMBER', status: 'accepted' });
  });

  it('shows at once what the engine abstained from and a person accepted', async () => {
    const unsure = { reason: 'It is uncertain.', candidates: [verdict('PHONE_NUMBER', { confidence: 0.4 })] };
    platform.engine.verdicts = { line: said([], unsure) };
    await platform.scan({ lines: ['line'] });
    await decide((await platform.verdictOn('lines', 'line')).id, 'accept');
    expect(await best('lines', 'line')).to.include({ infoType: 'PHONE_NUMBER', status: 'accepted' });
    await platform.scan({ lines: ['line'] });
    expect(await best('lines', 'line')).to.include({ infoType: 'PHONE_NUMBER', status: 'accepted' });
  });

  it('finds columns again whose names PostgreSQL cannot keep', async () => {
    const names = ['a\0b', 'a\uD800b', 'a\uFFFDb'];
    platform.engine.verdicts = Object.fromEntries(names.map((name) => [name, said([verdict('CITY')])]));
    await platform.scan({ odd: names });
    const ids = async () =>
      (await platform.queue(`asset=${encodeURIComponent(urnOf('odd'))}`)).map(({ id }) => id).toSorted();
    const before = await ids();
    expect(before).to.have.length(3);
    await platform.scan({ odd: names });
    expect(await ids()).to.deep.equal(before);
  });

  it('tells apart what a column is and what it contains', async () => {
    const contained = verdict('US_SSN', { question: 'contains', matched: 1, sampled: 50, confidence: 0.8 });
    platform.engine.verdicts = { note: said([contained]) };
    await platform.scan({ notes: ['note'] });
    const inside = await platform.verdictOn('notes', 'note');
    expect(inside.question).to.equal('contains');
    await platform.post('classifications', { asset: urnOf('notes'), column: 'note', infoType: 'OCCUPATION' });
    expect((await platform.catalogued('notes', 'note')).map(({ infoType }) => infoType)).to.deep.equal([
      'OCCUPATION',
      'US_SSN',
    ]);
    await decide(inside.id, 'reject');
    expect((await platform.catalogued('notes', 'note')).map(({ infoType }) => infoType)).to.deep.equal([
      'OCCUPATION',
    ]);
  });

  it('lets a person name the type of a column that nothing was found in', async () => {
    platform.engine.verdicts = {};
    await platform.scan({ plain: ['code'] });
    const answer = await platform.post('classifications', {
      asset: urnOf('plain'),
      column: 'code',
      infoType: 'PERSON_ID',
    });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('location')).to.match(/^\/api\/v1\/classifications\//);
    expect(await best('plain', 'code')).to.include({ infoType: 'PERSON_ID', status: 'corrected' });
    const { id } = await platform.verdictOn('plain', 'code');
    expect((await platform.post(`classifications/${id}/reject`)).status).to.equal(409);
    await decide(id, 'withdraw');
    expect(await platform.catalogued('plain', 'code')).to.deep.equal([]);
    const unknown = { asset: urnOf('plain'), column: 'none', infoType: 'PERSON_ID' };
    expect((await platform.post('classifications', unknown)).status).to.equal(404);
  });

  it('refuses a lost race and repeats a decision without doing anything', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ races: ['mail'] });
    const { id } = await platform.verdictOn('races', 'mail');
    const { headers } = await platform.get(`classifications/${id}`);
    const etag = headers.get('etag') ?? '';
    const accepted = await platform.post(`classifications/${id}/accept`, {}, { 'if-match': etag });
    expect(accepted.status).to.equal(200);
    const late = await platform.post(`classifications/${id}/reject`, {}, { 'if-match': etag });
    expect([late.status, Reflect.get(Object(late.body), 'code')]).to.deep.equal([412, 'DW_REVIEW_CHANGED']);
    const again = await platform.post(
      `classifications/${id}/accept`,
      {},
      { 'if-match': accepted.headers.get('etag') ?? '' },
    );
    expect(again.headers.get('etag')).to.equal(accepted.headers.get('etag'));
    const history = itemsOf(await platform.get(`classifications/decisions?verdict=${id}`));
    expect(history).to.have.length(1);
    await platform.scan({ races: ['mail'] });
    expect(
      (await platform.get(`classifications/${id}`)).headers.get('etag'),
      'a scan that says the same',
    ).to.equal(accepted.headers.get('etag'));
  });

  it('answers what is unknown or not allowed', async () => {
    const { id } = await platform.verdictOn('races', 'mail');
    const nobody = '00000000-0000-7000-8000-00000000dead';
    expect((await platform.get(`classifications/${nobody}`)).status).to.equal(404);
    expect((await platform.post(`classifications/${nobody}/accept`)).status).to.equal(404);
    expect((await platform.post('classifications/nonsense/accept')).status).to.equal(400);
    const unknown = await platform.post(`classifications/${id}/correct`, { infoType: 'NO_SUCH_TYPE' });
    expect([unknown.status, Reflect.get(Object(unknown.body), 'code')]).to.deep.equal([
      400,
      'DW_REVIEW_INFO_TYPE_UNKNOWN',
    ]);
    expect((await platform.post(`classifications/${id}/correct`, {})).status).to.equal(400);
    const stranger = { id: 'user:stranger', kind: 'user', displayName: 'Stranger', roles: [] } as const;
    const path = `/api/v1/classifications/${id}/accept`;
    expect((await platform.test.request('POST', path, { as: null, body: {} })).status).to.equal(401);
    expect(
      (await platform.test.request('POST', path, { as: stranger, body: {} })).status,
      'nor seen',
    ).to.equal(404);
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
    await decide(id, 'correct', { infoType: 'USERNAME' });
    const { body } = await platform.get(`classifications/${id}/alike`);
    expect(body).to.include({ total: 2, infoType: 'USERNAME' });
    const columns = Reflect.get(Object(body), 'items') as readonly { columnId: string; column: string }[];
    expect(columns.map(({ column }) => column)).to.deep.equal(['LOGIN', 'login']);
    await platform.post('classifications/decisions', {
      action: 'correct',
      infoType: 'USERNAME',
      columns: columns.map(({ columnId }) => columnId),
    });
    expect(await best('b', 'LOGIN')).to.include({ infoType: 'USERNAME', status: 'corrected' });
    expect(await best('c', 'login')).to.include({ infoType: 'USERNAME', status: 'corrected' });
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
      await decide((await platform.verdictOn(table, column)).id, 'withdraw');
    expect(await until((weight) => weight === 0)).to.equal(0);
  });

  it('puts right what was scanned while it was switched off', async () => {
    platform.engine.verdicts = {
      mail: said([verdict('EMAIL_ADDRESS')]),
      tel: said([verdict('PHONE_NUMBER')]),
    };
    await platform.scan({ off: ['mail', 'tel'] });
    await decide((await platform.verdictOn('off', 'mail')).id, 'correct', { infoType: 'USERNAME' });
    await decide((await platform.verdictOn('off', 'tel')).id, 'reject');
    await platform.test.kernel.disable('review');
    await platform.scan({ off: ['mail', 'tel'] });
    expect(await best('off', 'mail')).to.include({ infoType: 'EMAIL_ADDRESS', status: 'suggested' });
    await platform.test.kernel.enable('review');
    await eventually(
      () => best('off', 'mail'),
      (shown) => shown?.infoType === 'USERNAME',
    );
    expect(await platform.catalogued('off', 'tel')).to.deep.equal([]);
    expect((await platform.verdictOn('off', 'tel')).status).to.equal('rejected');
  });

  it('marks as stale what other classifiers had said, and a scan by the present ones makes it fresh', async () => {
    platform.engine.verdicts = { mail: said([verdict('EMAIL_ADDRESS')]) };
    await platform.scan({ stale: ['mail'] });
    const { waiting } = await summary();
    platform.engine.classifiers = ['staged@1.0.0', 'another@1.0.0'];
    await platform.lookForStale();
    expect(await summary()).to.include({ waiting, stale: waiting });
    expect(await platform.queue('status=accepted'), 'decisions are never stale').not.to.deep.include({
      isStale: true,
    });
    await platform.scan({ stale: ['mail'] });
    expect((await platform.verdictOn('stale', 'mail')).isStale).to.equal(false);
    await platform.lookForStale();
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
    expect(mail?.accepted).to.be.greaterThan(2);
    for (const { agreement, low, high } of types)
      expect(low <= agreement && agreement <= high).to.equal(true);
    const classifiers = Reflect.get(Object(body), 'classifiers') as readonly { name: string }[];
    expect(classifiers.map(({ name }) => name)).to.include('staged@1.0.0');
  });

  it('tells who listens, once for each decision', async () => {
    const { id } = await platform.verdictOn('stale', 'mail');
    events.length = 0;
    await decide(id, 'accept', { note: 'Looked at it.' });
    await decide(id, 'withdraw');
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

  it('keeps workspaces apart', async () => {
    const elsewhere = platform.test.scope({ workspace: '00000000-0000-7000-8000-0000000000ff' });
    const storage = await withDatabase(platform.folder, async (client) => {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from review.verdicts where workspace_id <> '00000000-0000-7000-8000-000000000001'`,
      );
      return rows[0]?.count;
    });
    expect(storage).to.equal(0);
    expect(await platform.test.service(catalogService).facts(elsewhere, urnOf('stale'))).to.equal(null);
  });
});
