import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { expect } from 'chai';
import type { DataWaveError } from '../../errors.ts';
import type { Envelope } from '../package-files.ts';
import {
  addSignature,
  checkEnvelope,
  keyIdOf,
  payloadOf,
  preAuthEncoding,
  signEnvelope,
  verifyEnvelope,
} from './envelope.ts';

const TYPE = 'application/vnd.datawave.package-files+json';
const payload = Buffer.from('{"a":1}');
const anna = generateKeyPairSync('ed25519');
const berta = generateKeyPairSync('ed25519');
const known = (...pairs: readonly { readonly publicKey: KeyObject }[]): ReadonlyMap<string, KeyObject> =>
  new Map(pairs.map(({ publicKey }) => [keyIdOf(publicKey), publicKey]));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as DataWaveError).code;
  }
  return 'none';
}

describe('an envelope', () => {
  it('signs the bytes that the DSSE specification names', () => {
    expect(
      Buffer.from(preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))).toString(),
    )
      // The test vector of protocol.md, v1.0.0.
      .to.equal('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(Buffer.from(preAuthEncoding('ü', Buffer.from([0xff, 0]))).toString('latin1')).to.equal(
      `DSSEv1 2 ${Buffer.from('ü').toString('latin1')} 2 \xff\0`,
    );
  });

  it('names a key by the hash of its standard form', () => {
    // Section 7.1, test 1: proves that the key form and the algorithm are those of the standard.
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der',
      type: 'pkcs8',
    });
    const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
    expect(der.subarray(-32).toString('hex')).to.equal(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(keyIdOf(key)).to.equal(createHash('sha256').update(der).digest('hex'));
  });

  it('is verified by the key that signed it, and by as many as must', () => {
    const once = signEnvelope(TYPE, payload, anna.privateKey);
    expect(verifyEnvelope(once, TYPE, known(anna, berta)).keyids).to.deep.equal([keyIdOf(anna.publicKey)]);
    expect(Buffer.from(payloadOf(once)).equals(payload)).to.equal(true);
    expect(codeOf(() => verifyEnvelope(once, TYPE, known(anna, berta), 2))).to.equal(
      'DW_PACKAGE_SIGNATURES_FEW',
    );
    const twice = addSignature(once, berta.privateKey);
    expect(verifyEnvelope(twice, TYPE, known(anna, berta), 2).keyids).to.have.length(2);
    expect(addSignature(twice, anna.privateKey).signatures, 'one by the same key is replaced').to.have.length(
      2,
    );
    expect(() => verifyEnvelope(once, TYPE, known(anna), 0)).to.throw(RangeError);
  });

  const good = signEnvelope(TYPE, payload, anna.privateKey);
  const [signature] = good.signatures;
  const sig = signature?.sig ?? '';
  const keyid = keyIdOf(anna.publicKey);
  const flipped = Buffer.from(sig, 'base64');
  flipped[5] = (flipped[5] ?? 0) ^ 1;
  const padded = `${sig.slice(0, -3)}${String.fromCharCode(sig.charCodeAt(sig.length - 3) + 1)}==`;
  const cases: readonly (readonly [string, string, unknown])[] = [
    [
      'other bytes',
      'DW_PACKAGE_SIGNATURE_INVALID',
      { ...good, payload: Buffer.from('{"a":2}').toString('base64') },
    ],
    ['another type', 'DW_PACKAGE_SIGNATURE_FORM', { ...good, payloadType: 'text/plain' }],
    [
      'a changed signature',
      'DW_PACKAGE_SIGNATURE_INVALID',
      { ...good, signatures: [{ keyid, sig: flipped.toString('base64') }] },
    ],
    [
      'the id of another key',
      'DW_PACKAGE_SIGNATURE_INVALID',
      { ...good, signatures: [{ keyid: keyIdOf(berta.publicKey), sig }] },
    ],
    ['no signature', 'DW_PACKAGE_SIGNER_UNKNOWN', { ...good, signatures: [] }],
    [
      'the signature of a stranger',
      'DW_PACKAGE_SIGNER_UNKNOWN',
      signEnvelope(TYPE, payload, generateKeyPairSync('ed25519').privateKey),
    ],
    ['one signature twice', 'DW_PACKAGE_SIGNATURE_FORM', { ...good, signatures: [signature, signature] }],
    ['a short signature', 'DW_PACKAGE_SIGNATURE_FORM', { ...good, signatures: [{ keyid, sig: 'AAAA' }] }],
    ['base64 with spaces', 'DW_PACKAGE_SIGNATURE_FORM', { ...good, payload: `${good.payload} ` }],
    [
      'base64 with other bits at its end',
      'DW_PACKAGE_SIGNATURE_FORM',
      { ...good, signatures: [{ keyid, sig: padded }] },
    ],
    ['a key that DSSE does not know', 'DW_PACKAGE_SIGNATURE_FORM', { ...good, note: 'x' }],
    ['a list', 'DW_PACKAGE_SIGNATURE_FORM', []],
    ['nothing', 'DW_PACKAGE_SIGNATURE_FORM', null],
    [
      'more signatures than anyone needs',
      'DW_PACKAGE_SIGNATURE_FORM',
      { ...good, signatures: Array.from({ length: 65 }, () => signature) },
    ],
  ];
  for (const [what, code, envelope] of cases)
    it(`is refused with ${what}`, () => {
      expect(codeOf(() => verifyEnvelope(envelope as Envelope, TYPE, known(anna, berta)))).to.equal(code);
    });

  it('is not verified by a key that goes by the id of another', () => {
    const swapped = new Map([[keyid, berta.publicKey]]);
    expect(codeOf(() => verifyEnvelope(good, TYPE, swapped))).to.equal('DW_PACKAGE_SIGNATURE_INVALID');
    expect(checkEnvelope(JSON.parse(JSON.stringify(good)))).to.deep.equal(good);
  });

  it('takes no key of another kind', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(codeOf(() => signEnvelope(TYPE, payload, privateKey))).to.equal('DW_PACKAGE_KEY_INVALID');
    expect(codeOf(() => signEnvelope(TYPE, payload, anna.publicKey))).to.equal('DW_PACKAGE_KEY_INVALID');
  });
});
