import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const under = (
  expect: string | null,
  values: readonly string[],
  columns: readonly string[],
  table = 'data',
): readonly ClassifierCase[] =>
  columns.map((column) => ({
    title: `${expect ?? 'nothing'} under ${column}`,
    table,
    column,
    values,
    expect,
  }));

const NUMBERS = ['E10234', 'E10235', 'E10377', 'E10991', 'E11003'];
const CODES = ['A', 'B', 'basic'];

/** Numbers of employers, schools, clubs and registers, and documents in many languages. */
export const registerCases: readonly ClassifierCase[] = [
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
  ...under(null, CODES, [
    'badge_type',
    'membership_status',
    'license_class',
    'tipo_documento',
    'customer_type',
  ]),
  ...under(
    null,
    ['12', '15', '20', '31'],
    ['member_count', 'number_of_employees', 'anzahl_kunden', 'admission_rate'],
  ),
  ...under(null, ['AB1234', 'CD2345', 'EF4567'], ['product_code', 'marca', 'vehicle_reg_no']),
  ...under('PERSON_ID', ['nm0461498', 'nm1221047', 'nm2765191', 'nm0424060'], ['c1', 'link']),
  ...under(
    'PERSON_ID',
    ['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'],
    ['c1', 'profile'],
  ),
  ...under(null, ['0000-0002-1825-0098', '0000-0001-5109-3701', '0000-0002-1694-2331'], ['c1']),
  ...under('US_SSN', ['1234', '5678', '9012', '3345'], ['ssn_last4', 'last_4_ssn']),
  ...under(null, ['1234', '5678', '9012', '3345'], ['card_last4', 'last4']),
  ...under(
    'PASSPORT_NUMBER',
    ['C01X00T47', 'L898902C3', 'K12345678', '987654321'],
    [
      'psprt_no',
      'nr_paszportu',
      'cestovní pas',
      'hộ chiếu',
      'серия и номер паспорта',
      'رقم جواز السفر',
      '旅券番号',
    ],
  ),
  ...under(
    'DRIVER_LICENSE_NUMBER',
    ['B072RRE2I55', 'D1234567', 'S5300123', '99123456'],
    ['drv_lic_no', 'FS-Nr.', 'licencia_manejo', 'kørekortnummer', 'ehliyet_no', 'số GPLX', 'ใบขับขี่', '驾照号'],
  ),
];
