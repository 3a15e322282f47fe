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

/** Documents in many languages, and parts of numbers. */
export const documentCases: readonly ClassifierCase[] = [
  ...under(null, ['A', 'B', 'basic'], ['license_class', 'tipo_documento']),
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
