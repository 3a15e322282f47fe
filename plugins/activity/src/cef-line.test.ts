import type { AuditRecord } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { cefLine } from './cef-line.ts';

const record = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  position: '7',
  workspace: '00000000-0000-7000-8000-000000000001',
  occurredAt: '2026-01-02T03:04:05.678901Z',
  plugin: 'sources',
  requestId: 'r-1',
  address: '192.0.2.7',
  principal: { id: 'user:ann', kind: 'user', displayName: 'Ann' },
  session: 's-1',
  action: 'sources.source.updated',
  object: { type: 'source', id: '1', name: 'Shop' },
  outcome: 'succeeded',
  reason: null,
  before: null,
  after: { title: 'Shop' },
  ...more,
});

/** Reads a line as the format says, without knowing how it was written. */
function read(line: string): {
  readonly header: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
} {
  const header: string[] = [''];
  let at = 0;
  for (; at < line.length && header.length < 8; at++) {
    if (line[at] === '\\') header[header.length - 1] += line[++at] ?? '';
    else if (line[at] === '|') header.push('');
    else header[header.length - 1] += line[at] ?? '';
  }
  header.pop();
  const extension = line.slice(at);
  const keys = [...extension.matchAll(/(?:^| )([A-Za-z0-9]+)=/g)].filter(({ index, 0: text }) => {
    const before = extension.slice(0, index + text.length - 1);
    return !before.endsWith('\\');
  });
  const fields = new Map(
    keys.map((key, index) => {
      const value = extension.slice(key.index + key[0].length, keys[index + 1]?.index);
      return [key[1] ?? '', value.replace(/\\(.)/g, (_, one: string) => ({ n: '\n', r: '\r' })[one] ?? one)];
    }),
  );
  return { header, fields };
}

describe('a line of the Common Event Format', () => {
  it('says who did what to what', () => {
    expect(cefLine(record(), '0.1.0')).to.equal(
      'CEF:0|DataWave|DataWave|0.1.0|sources.source.updated|Ann: sources.source.updated Shop|3|rt=1767323045678 externalId=7 ' +
        'act=sources.source.updated outcome=succeeded suid=user:ann suser=Ann spriv=user src=192.0.2.7 cs1Label=Object type cs1=source ' +
        'cs2Label=Object id cs2=1 cs3Label=Request id cs3=r-1 cs5Label=After cs5={"title":"Shop"} cs6Label=Workspace ' +
        'cs6=00000000-0000-7000-8000-000000000001 fname=Shop deviceProcessName=sources',
    );
  });

  it('escapes what would end a part of it: in the header bars, in the extension equals signs, in both backslashes', () => {
    const line = cefLine(
      record({
        principal: { id: 'user:x', kind: 'user', displayName: 'a|b\\c=d\ne' },
        reason: 'x=1|y\\z\r\nCEF:0|forged',
        outcome: 'denied',
      }),
      '1|2',
    );
    expect(line).not.to.match(/[\r\n]/);
    expect(line).to.contain('|1\\|2|');
    expect(line).to.contain('|a\\|b\\\\c=d e: sources.source.updated Shop|6|');
    expect(line).to.contain('suser=a|b\\\\c\\=d\\ne ');
    expect(line).to.contain('reason=x\\=1|y\\\\z\\r\\nCEF:0|forged ');
  });

  it('gives an address of version 6 its own field', () => {
    const { fields } = read(cefLine(record({ address: '2001:db8::1' }), '1'));
    expect(fields.get('c6a2')).to.equal('2001:db8::1');
    expect(fields.has('src')).to.equal(false);
  });

  it('is read back as it was written, whatever people have named', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('=', '|', '\\', '\n', '\r', ' ', 'a', 'ü', 'n', 'r', ' src='),
      minLength: 1,
    });
    fc.assert(
      fc.property(nasty, nasty, (name, reason) => {
        const line = cefLine(record({ object: { type: 'source', id: '1', name }, reason }), '1');
        expect(line).not.to.match(/[\r\n]/);
        const { header, fields } = read(line);
        expect(header).to.have.length(7);
        expect(fields.get('fname')).to.equal(name);
        expect(fields.get('reason')).to.equal(reason);
        expect(fields.get('src')).to.equal('192.0.2.7');
      }),
    );
  });
});
