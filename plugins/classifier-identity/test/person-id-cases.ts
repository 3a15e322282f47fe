import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const under = (
  expect: string | null,
  values: readonly string[],
  columns: readonly string[],
  more: Pick<ClassifierCase, 'table' | 'kind'> = {},
): readonly ClassifierCase[] =>
  columns.map((column) => ({
    title: `${expect ?? 'nothing'} under ${column}${more.table === undefined ? '' : ` of ${more.table}`}`,
    ...more,
    column,
    values,
    expect,
  }));

const NUMBERS = ['E10234', 'E10235', 'E10377', 'E10991', 'E11003'];
const CODES = ['A', 'B', 'basic'];
const PLAYERS = ['ruthba01', 'aaronha01', 'mayswi01', 'jeterde01', 'griffke02'];
const COUNTED = Array.from({ length: 30 }, (_, index) => String(index + 1));
/** Six digits each, far apart. */
const ISSUED = Array.from({ length: 30 }, (_, index) => String(100_000 + ((index * 271_829) % 899_999)));

/** Numbers of employers, schools, clubs and registers, in many languages, and numbers of other things. */
export const personIdCases: readonly ClassifierCase[] = [
  ...under('PERSON_ID', NUMBERS, [
    'emp_no',
    'staffCode',
    'roll_no',
    'Membership No.',
    'PERNR',
    'Pers.-Nr.',
    'KdNr',
    'Matr.-Nr.',
    'n_licence',
    'num_adherent',
    'nro_legajo',
    'codice_dipendente',
    'matricula_aluno',
    'título de eleitor',
    'leerlingnummer',
    'nr_indeksu',
    'anställningsnummer',
    'työntekijänumero',
    'osobní číslo',
    'törzsszám',
    'sicil_no',
    'nomor_induk_siswa',
    'mã sinh viên',
    'таб. номер',
    'αριθμός μητρώου',
    'الرقم الجامعي',
    'کد پرسنلی',
    'מספר עובד',
    'รหัสนักศึกษา',
    '学号',
    '社員コード',
    '회원번호',
  ]),
  ...under(null, CODES, ['badge_type', 'membership_status', 'customer_type']),
  ...under(
    null,
    ['12', '15', '20', '31'],
    ['member_count', 'number_of_employees', 'anzahl_kunden', 'admission_rate'],
  ),
  ...under(null, ['AB1234', 'CD2345', 'EF4567'], ['product_code', 'vehicle_reg_no', 'order_code', 'item_no']),
  ...under('PERSON_ID', ['nm0461498', 'nm1221047', 'nm2765191', 'nm0424060'], ['c1', 'link']),
  ...under(
    'PERSON_ID',
    ['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'],
    ['c1', 'profile'],
  ),
  ...under(null, ['0000-0002-1825-0098', '0000-0001-5109-3701', '0000-0002-1694-2331'], ['c1']),
  // Identifiers that registers and organisations give.
  ...under('PERSON_ID', PLAYERS, ['player_id', 'playerID', 'bbref_id', 'person_id'], {
    table: 'batting',
  }),
  ...under('PERSON_ID', ['BradTo00', 'MannPe00', 'BreeDr00', 'RiceJe00'], ['pfr_id', 'id'], {
    table: 'players',
  }),
  ...under(
    'PERSON_ID',
    ['B000944', 'C000127', 'M000639', 'S000033'],
    ['bioguide', 'bioguide_id', 'legislator_id'],
    {
      table: 'votes',
    },
  ),
  ...under('PERSON_ID', ['H8NY15148', 'S6UT00063', 'P80003338', 'H2NC11080'], ['CAND_ID', 'fec_id', 'c1']),
  ...under(
    'PERSON_ID',
    ['A-1009-2008', 'C-7842-2014', 'AAB-1234-2019', 'F-1977-2010'],
    ['ResearcherID', 'c1'],
  ),
  ...under(
    'PERSON_ID',
    ISSUED,
    [
      ...[
        'athlete_id',
        'patient_id',
        'student no',
        'employee no',
        'voter_id',
        'member_id',
        'govtrack_id',
        'fide_id',
      ],
      ...[
        'icpsr',
        'uci_id',
        'state_voter_id',
        'inmate_id',
        'mep_id',
        'emplid',
        'id_alumno',
        'id_paciente',
        'Patienten-ID',
      ],
      ...[
        'id_giocatore',
        'spelare_id',
        'ID сотрудника',
        'identifiant_joueur',
        'oyuncu_id',
        'id_siswa',
        'mã cầu thủ id',
      ],
    ],
    { kind: 'integer' },
  ),
  ...under(
    'PERSON_ID',
    NUMBERS,
    ['employee_id', 'staff_id', 'Patient ID', 'physicianId', 'memberId', 'user_id', 'id'],
    {
      table: 'people',
    },
  ),
  // Whoever stands under several identifiers is known by them elsewhere.
  ...(
    [
      ['PERSON_ID', 'gsis_id', ['full_name', 'espn_id', 'yahoo_id', 'sleeper_id']],
      ['PERSON_ID', 'hubspotId', ['email', 'full_name', 'zendeskId', 'xeroId']],
      ['RECORD_ID', 'hubspot_id', ['full_name', 'zendesk_id']],
      ['RECORD_ID', 'espn_id', ['venue', 'yahoo_id', 'sleeper_id', 'gsis_id']],
      ['RECORD_ID', 'cart_id', ['full_name', 'session_id', 'plan_id', 'order_id', 'wishlist_id']],
      ['RECORD_ID', 'store_id', ['last_name', 'espn_id', 'yahoo_id', 'sleeper_id']],
    ] as const
  ).map(([expect, column, neighbours]) => ({
    title: `${expect} under ${column} beside ${neighbours.join(', ')}`,
    table: 'list',
    kind: 'integer' as const,
    values: ISSUED,
    ...{ expect, column, neighbours },
  })),
  // What many share repeats, and rows of this database are counted up, whatever stands beside them.
  ...(
    [
      [null, 'repeat', ISSUED.map((_, index) => ISSUED[index % 10] ?? '')],
      ['RECORD_ID', 'are counted up', COUNTED],
    ] as const
  ).map(([expect, how, values]) => ({
    title: `${expect ?? 'nothing'} under espn_id whose values ${how}`,
    table: 'list',
    column: 'espn_id',
    kind: 'integer' as const,
    neighbours: ['full_name', 'gsis_id', 'yahoo_id', 'sleeper_id'],
    ...{ values, expect },
  })),
  // A database numbers its rows; what stands beside persons is numbered, too.
  ...under('RECORD_ID', COUNTED, ['employee_id', 'patient_id', 'actor_id', 'player_id', 'user_id', 'id'], {
    kind: 'integer',
    table: 'people',
  }),
  ...under('RECORD_ID', ISSUED, ['order_id', 'product_id', 'state_id', 'team_id', 'ticket_id', 'course_id'], {
    kind: 'integer',
  }),
  ...under('RECORD_ID', NUMBERS, ['order_id', 'product_id', 'school_id', 'vehicle_id', 'customer_order_id'], {
    table: 'customers',
  }),
  ...under(
    null,
    ['3', '5', '9', '4'],
    ['player_rank', 'patient_age_group', 'voter_turnout', 'student_count'],
    {
      kind: 'integer',
    },
  ),
];
