import { expect } from 'chai';
import { readId } from './read-entry.ts';

describe('a stable id', () => {
  it('is a GUID as Windows writes it, text, or bytes', () => {
    const guid = Buffer.from('33221100554477668899aabbccddeeff', 'hex');
    expect(readId(guid, 'objectGUID')).to.equal('00112233-4455-6677-8899-aabbccddeeff');
    expect(readId(guid, 'OBJECTGUID')).to.equal('00112233-4455-6677-8899-aabbccddeeff');
    expect(readId(guid, 'GUID')).to.equal('33221100554477668899aabbccddeeff');
    const uuid = '0F2E3C9E-1c2d-103e-9f1d-8d5d6d6f4a10';
    expect(readId(Buffer.from(uuid), 'entryUUID'), 'two may differ by case alone').to.equal(uuid);
    for (const none of [undefined, Buffer.alloc(0), Buffer.alloc(501, 'x')])
      expect(readId(none, 'entryUUID')).to.equal('');
  });
});
