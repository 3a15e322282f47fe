import { expect } from 'chai';
import fc from 'fast-check';
import type { Verification } from '../src/verify-trail.ts';
import { ActivityPlatform } from './activity-platform.ts';

const OTHER = '00000000-0000-7000-8000-0000000000a2';
const SEALS = 4;
const EACH = 6;

/** Changes of what was recorded, each of one column. */
const COLUMNS: Readonly<Record<string, string>> = {
  occurred_at: `occurred_at + interval '1 microsecond'`,
  plugin: `plugin || 'x'`,
  request_id: `'another'`,
  address: `coalesce(address, '') || '1'`,
  principal_id: `'user:somebody-else'`,
  principal_kind: `'service'`,
  principal_name: `principal_name || ' '`,
  session_id: `coalesce(session_id, '') || '1'`,
  action: `'notes.note.viewed'`,
  object_type: `'other'`,
  object_id: `object_id || '0'`,
  object_name: `upper(object_name)`,
  outcome: `'denied'`,
  reason: `coalesce(reason, '') || '.'`,
  before: `jsonb_set(before, '{size}', '2')`,
  after: `after - 'title'`,
  workspace_id: `'${OTHER}'`,
};
const SEAL_COLUMNS: Readonly<Record<string, string>> = {
  sequence: 'sequence + 1000',
  kind: `'kept'`,
  after_position: 'after_position - 1',
  through_position: 'through_position + 1',
  previous: `sha256(previous)`,
  head: `sha256(head)`,
  positions: `positions[2:]`,
  hashes: `set_byte(hashes, 40, (get_byte(hashes, 40) + 1) % 256)`,
  sealed_at: `'2020-01-01T00:00:00.000Z'`,
  mac: `set_byte(mac, 0, (get_byte(mac, 0) + 1) % 256)`,
};
const HEAD_COLUMNS: Readonly<Record<string, string>> = {
  sequence: 'sequence - 1',
  position: 'position - 1',
  entries: 'entries - 1',
  head: `sha256(head)`,
  sealed_at: `'2020-01-01T00:00:00.000Z'`,
  mac: `set_byte(mac, 5, (get_byte(mac, 5) + 1) % 256)`,
};

/** What is done, and at which position it must be found, where there is one. */
interface Tampering {
  readonly statements: readonly string[];
  readonly position: string | null;
}

describe('a sealed trail', () => {
  let platform: ActivityPlatform;
  let positions: readonly string[];
  const tables = [
    'core.audit_entries',
    'activity.seals',
    'activity.heads',
    'activity.entries',
    'core.secrets',
  ];
  const columnsOf = new Map<string, string>();

  before(async () => {
    platform = await ActivityPlatform.start();
    for (let seal = 0; seal < SEALS; seal++) {
      for (let index = 0; index < EACH; index++) {
        // Gaps, as transactions that were rolled back leave them: something can be put there.
        await platform.query(`select nextval('core.audit_entries_position_seq')`);
        await platform.record(`${seal}-${index}`);
      }
      await platform.seal();
    }
    await platform.record('not sealed');
    positions = (
      await platform.query<{ position: string }>(
        'select position::text from activity.entries order by entries.position',
      )
    ).map(({ position }) => position);
    expect(positions).to.have.length(SEALS * EACH);
    for (const table of tables) {
      const [schema, name] = table.split('.');
      const [row] = await platform.query<{ columns: string }>(
        `select string_agg(column_name::text, ', ') as columns from information_schema.columns
         where table_schema = '${schema}' and table_name = '${name}' and is_generated = 'NEVER'`,
      );
      columnsOf.set(table, row?.columns ?? '');
      await platform.tamper(`create table public.kept_${name} as select ${row?.columns} from ${table}`);
    }
  });
  after(() => platform?.stop());

  const restore = (): Promise<void> =>
    platform.tamper(
      ...tables.flatMap((table) => {
        const name = table.split('.')[1];
        const columns = columnsOf.get(table);
        return [
          `delete from ${table}`,
          `insert into ${table} (${columns}) overriding system value select ${columns} from public.kept_${name}`,
        ];
      }),
    );

  const found = async ({ statements }: Pick<Tampering, 'statements'>): Promise<Verification> => {
    await platform.tamper(...statements);
    try {
      return await platform.verify();
    } finally {
      await restore();
    }
  };

  const place = fc.nat({ max: SEALS * EACH - 1 });
  const at = (index: number): string => positions[index] ?? '';
  const one = (index: number): string => `position = ${at(index)}`;
  const change = (columns: Readonly<Record<string, string>>) => fc.constantFrom(...Object.entries(columns));
  const gapBefore = (index: number): string => String(BigInt(at(index)) - 1n);
  const seal = fc.integer({ min: 1, max: SEALS });
  const swapped = (table: string, a: string, b: string, column = 'position'): readonly string[] => [
    `update ${table} set ${column} = -1 where ${column} = ${a} and workspace_id <> '${OTHER}'`,
    `update ${table} set ${column} = ${a} where ${column} = ${b}`,
    `update ${table} set ${column} = ${b} where ${column} = -1`,
  ];
  const trailColumns = (): string =>
    (columnsOf.get('core.audit_entries') ?? '')
      .split(', ')
      .filter((name) => name !== 'position')
      .join(', ');

  const tamperings = (): fc.Arbitrary<Tampering> =>
    fc.oneof(
      fc.tuple(change(COLUMNS), place).map(([[column, value], index]) => ({
        statements: [`update core.audit_entries set ${column} = ${value} where ${one(index)}`],
        position: at(index),
      })),
      place.map((index) => ({
        statements: [`delete from core.audit_entries where ${one(index)}`],
        position: at(index),
      })),
      fc.tuple(place, place).map(([from, to]) => ({
        statements: [
          `insert into core.audit_entries (position, ${trailColumns()}) overriding system value
           select ${gapBefore(to)}, ${trailColumns()} from core.audit_entries where ${one(from)}`,
        ],
        position: gapBefore(to),
      })),
      // Positions are made by the database: to put entries elsewhere is to write them again.
      fc
        .tuple(place, place)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({
          statements: [
            `create table public.moved as select * from core.audit_entries where position in (${at(a)}, ${at(b)})`,
            `delete from core.audit_entries where position in (${at(a)}, ${at(b)})`,
            `insert into core.audit_entries (position, ${trailColumns()}) overriding system value
             select case position when ${at(a)} then ${at(b)} else ${at(a)} end, ${trailColumns()} from public.moved`,
            'drop table public.moved',
          ],
          position: at(Math.min(a, b)),
        })),
      fc
        .tuple(place, fc.constantFrom('reason', 'action', 'occurredAt', 'requestId', 'session', 'position'))
        .map(([index, name]) => ({
          statements: [
            `update activity.entries set record = jsonb_set(record, '{${name}}', '"forged"') where ${one(index)}`,
          ],
          position: at(index),
        })),
      place.map((index) => ({
        statements: [`delete from activity.entries where ${one(index)}`],
        position: at(index),
      })),
      fc.tuple(place, place).map(([from, to]) => ({
        statements: [
          `insert into activity.entries (workspace_id, position, record) select workspace_id, ${gapBefore(to)}, record from activity.entries where ${one(from)}`,
        ],
        position: gapBefore(to),
      })),
      place.map((index) => ({
        statements: [
          `insert into activity.entries (workspace_id, position, record) select workspace_id, 1000000, record from activity.entries where ${one(index)}`,
        ],
        position: '1000000',
      })),
      fc
        .tuple(place, place)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({
          statements: swapped('activity.entries', at(a), at(b)),
          position: at(Math.min(a, b)),
        })),
      fc.tuple(change(SEAL_COLUMNS), seal).map(([[column, value], sequence]) => ({
        statements: [`update activity.seals set ${column} = ${value} where sequence = ${sequence}`],
        position: null,
      })),
      seal.map((sequence) => ({
        statements: [`delete from activity.seals where sequence = ${sequence}`],
        position: null,
      })),
      seal.map((sequence) => ({
        statements: [
          `insert into activity.seals select workspace_id, ${SEALS + 1}, kind, after_position, through_position, previous, head, positions, hashes, sealed_at, mac
           from activity.seals where sequence = ${sequence}`,
        ],
        position: null,
      })),
      fc
        .tuple(seal, seal)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({
          statements: swapped('activity.seals', String(a), String(b), 'sequence'),
          position: null,
        })),
      change(HEAD_COLUMNS).map(([column, value]) => ({
        statements: [`update activity.heads set ${column} = ${value}`],
        position: null,
      })),
      fc.constantFrom(
        { statements: ['delete from activity.heads'], position: null },
        { statements: ['delete from activity.seals'], position: null },
        { statements: ['delete from core.secrets'], position: null },
        { statements: ['delete from activity.heads', 'delete from activity.seals'], position: null },
      ),
      // The last seal, with all that it covered.
      fc.constant({
        statements: [
          `delete from core.audit_entries e using activity.seals s where s.sequence = ${SEALS} and e.position > s.after_position`,
          `delete from activity.entries e using activity.seals s where s.sequence = ${SEALS} and e.position > s.after_position`,
          `delete from activity.seals where sequence = ${SEALS}`,
        ],
        position: null,
      }),
    );

  it('is found as it was sealed when nobody touched it, and what is not sealed yet is counted', async () => {
    const { isIntact, fault, entries, seals, unsealed, head } = await platform.verify();
    expect({ isIntact, fault, entries, seals, unsealed }).to.deep.equal({
      ...{ isIntact: true, fault: null, entries: SEALS * EACH, seals: SEALS, unsealed: 1 },
    });
    expect(head).to.include({ sequence: String(SEALS), position: positions.at(-1) });
  });

  it('betrays any single edit, removal, insertion and reordering, and where it was', async () => {
    await fc.assert(
      fc.asyncProperty(tamperings(), async (tampering) => {
        const { isIntact, fault } = await found(tampering);
        expect(isIntact).to.equal(false);
        if (tampering.position !== null) expect(fault?.position, fault?.message).to.equal(tampering.position);
      }),
      { numRuns: 60 },
    );
    expect((await platform.verify()).isIntact).to.equal(true);
  }).timeout(180_000);

  it('betrays each column of what was recorded and of the seals', async () => {
    const missed: string[] = [];
    const look = async (
      table: string,
      where: string,
      columns: Readonly<Record<string, string>>,
    ): Promise<void> => {
      for (const [column, value] of Object.entries(columns))
        if ((await found({ statements: [`update ${table} set ${column} = ${value} ${where}`] })).isIntact)
          missed.push(`${table}.${column}`);
    };
    await look('core.audit_entries', `where ${one(9)}`, COLUMNS);
    await look('activity.seals', 'where sequence = 2', SEAL_COLUMNS);
    await look('activity.heads', '', HEAD_COLUMNS);
    expect(missed).to.deep.equal([]);
    const known = columnsOf
      .get('core.audit_entries')
      ?.split(', ')
      .filter((name) => name !== 'position');
    expect(Object.keys(COLUMNS)).to.have.members(known ?? []);
    expect(['workspace_id', ...Object.keys(SEAL_COLUMNS)]).to.have.members(
      columnsOf.get('activity.seals')?.split(', ') ?? [],
    );
    expect(['workspace_id', ...Object.keys(HEAD_COLUMNS)]).to.have.members(
      columnsOf.get('activity.heads')?.split(', ') ?? [],
    );
  }).timeout(120_000);

  it('cannot be sealed anew by whoever can write to the database, and is sealed no further once its head is forged', async () => {
    await platform.tamper(`update activity.heads set sequence = sequence - 1`);
    try {
      const { body } = await platform.test.request('GET', '/api/v1/audit-events/status');
      expect(Reflect.get(Object(body), 'halted')).to.match(/tampered with/);
      expect((await platform.test.request('GET', '/api/v1/audit-events')).status).to.equal(200);
    } finally {
      await restore();
    }
  });

  it('that was put back to an earlier state as a whole is betrayed by a seal that was written down', async () => {
    const { head } = await platform.verify();
    const anchor = `${head?.sequence}:${head?.hash}`;
    expect((await platform.verify(undefined, anchor)).isIntact).to.equal(true);
    const { fault } = await platform.verify(undefined, `${SEALS + 1}:${head?.hash}`);
    expect(fault?.kind).to.equal('anchor');
    expect((await platform.verify(undefined, `1:${head?.hash}`)).fault?.kind).to.equal('anchor');
  });
});
