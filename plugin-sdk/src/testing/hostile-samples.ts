import type { TableSample } from '../governance/sample.ts';
import { buildSample } from './sample-builder.ts';

/** Samples that nobody wishes for and every source holds sooner or later. @public */
export function hostileSamples(): readonly { readonly title: string; readonly sample: TableSample }[] {
  const big = 'a'.repeat(1_000_000);
  const many = Array.from(
    { length: 10_000 },
    (_, index) => `value ${index} ${(index * 2_654_435_761) % 4_294_967_296}`,
  );
  const blobs = Array.from({ length: 10_000 }, (_, index) =>
    String.fromCharCode(
      ...Array.from({ length: 64 }, (__, at) => (index * 7_919 + at * 104_729 + (index >> 3) * at) % 256),
    ),
  );
  return [
    { title: 'a table without columns', sample: buildSample('empty', []) },
    {
      title: 'a table without rows',
      sample: buildSample('empty', [
        { name: 'email', values: [] },
        { name: '', values: [] },
      ]),
    },
    {
      title: 'nothing but nulls',
      sample: buildSample('people', [
        { name: 'email', values: [null, null] },
        { name: 'first_name', values: [null] },
      ]),
    },
    {
      title: 'nothing but blanks and placeholders',
      sample: buildSample('people', [{ name: 'phone', values: ['', ' ', '-', 'n/a', 'NULL'] }]),
    },
    {
      title: 'ten thousand distinct values',
      sample: buildSample('log', [{ name: 'message', values: many }]),
    },
    {
      title: 'one value over and over',
      sample: buildSample('flags', [
        { name: 'email', values: Array.from({ length: 1_000 }, () => 'x') },
        { name: 'card_number', kind: 'integer', values: Array.from({ length: 1_000 }, () => '0') },
      ]),
    },
    {
      title: 'ten thousand distinct blobs',
      sample: buildSample('files', [
        { name: 'content', kind: 'binary', values: blobs },
        { name: 'name', values: blobs },
      ]),
    },
    {
      title: 'values of all types and scripts in one column',
      sample: buildSample('mixed', [
        {
          name: 'phone',
          values: [
            ...[
              '1',
              '-0.5e300',
              'NaN',
              'true',
              '2024-02-30',
              '00:00:61',
              '{"a":[1,{}]}',
              '<a href="">',
              "'; drop table x; --",
            ],
            ...[
              'Ада',
              '王小明',
              'محمد',
              'Ἀριστοτέλης',
              '１２３',
              '٠١٢٣',
              'ﬁ',
              'İ',
              'ß',
              '\u{10ffff}',
              '=1+1',
              '0x1F',
            ],
          ],
        },
      ]),
    },
    {
      title: 'masked and padded values',
      sample: buildSample('people', [
        { name: 'ssn', values: ['***-**-6789', 'XXX-XX-1234', '•••', '*'.repeat(5_000)] },
        { name: 'name', values: [`Ada${' '.repeat(10_000)}`, '\u00a0Ada\u3000', '\t\nAda'] },
        { name: 'id', values: ['0000000000000000000000000000007', '#'.repeat(300)] },
      ]),
    },
    {
      title: 'emoji, right-to-left text and zero-width characters',
      sample: buildSample('posts', [
        {
          name: 'name',
          values: ['👩‍👩‍👧‍👦', 'שלום עולם', 'مرحبا', '\u200b\u200e', '𝓐𝓭𝓪', 'e\u0301'.repeat(50)],
        },
      ]),
    },
    {
      title: 'lone surrogates and control characters',
      sample: buildSample('broken', [
        { name: 'na\ud800me', values: ['\ud800', 'a\udfffb', '\u0000\u0001', '\n\r\t'] },
      ]),
    },
    {
      title: 'strings of a megabyte',
      sample: buildSample('blobs', [
        {
          name: 'description',
          values: [
            big,
            `${big}@example.com`,
            '1'.repeat(1_000_000),
            '-'.repeat(1_000_000),
            ' '.repeat(1_000_000),
            'ab1 '.repeat(250_000),
          ],
        },
      ]),
    },
    {
      title: 'values made to make patterns backtrack',
      sample: buildSample('attack', [
        {
          name: 'email',
          values: [
            `${'a.'.repeat(2_000)}@`,
            `${'a'.repeat(4_000)}@${'a.'.repeat(2_000)}`,
            '1-'.repeat(2_000),
            `${'a '.repeat(2_000)}1`,
            `${'9 '.repeat(100)}x`,
            `+${'('.repeat(2_000)}`,
            `${'A1'.repeat(2_000)}!`,
            `eyJ${'a'.repeat(4_000)}.${'a'.repeat(4_000)}.`,
          ],
        },
      ]),
    },
    {
      title: 'a name of ten thousand characters',
      sample: buildSample('x'.repeat(10_000), [
        { name: 'email_'.repeat(2_000), values: ['a'] },
        { name: 'aA'.repeat(5_000), values: ['1'] },
      ]),
    },
    {
      title: 'numbers with a trailing .0',
      sample: buildSample('floats', [
        { name: 'id', kind: 'decimal', values: ['1.0', '2.0', '3.0'] },
        { name: 'zip', kind: 'decimal', values: ['12345.0'] },
      ]),
    },
  ];
}
