import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { clientAddress, isSecureRequest } from './client-address.ts';

const PROXY = '192.0.2.1';

const behind = (headers: Readonly<Record<string, string>>): IncomingMessage => {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: PROXY });
  return Object.assign(new IncomingMessage(socket), { headers });
};
const told = (entry: string, trustProxy = true): string =>
  clientAddress(behind({ 'x-forwarded-for': entry }), trustProxy);

describe('the address of a client', () => {
  it('is what a trusted proxy says last, and nobody else', () => {
    expect(told('198.51.100.9, 203.0.113.7')).to.equal('203.0.113.7');
    expect(told('203.0.113.7', false)).to.equal(PROXY);
    expect(clientAddress(behind({}), true)).to.equal(PROXY);
  });

  it('is the same for every connection, also where the proxy writes the port along', () => {
    expect(told('203.0.113.7:50000')).to.equal('203.0.113.7');
    expect(told('203.0.113.7:50001')).to.equal('203.0.113.7');
    expect(told('2001:db8::7')).to.equal('2001:db8::7');
    expect(told('[2001:db8::7]')).to.equal('2001:db8::7');
    expect(told('[2001:db8::7]:443')).to.equal('2001:db8::7');
  });

  it('is the proxy where it says none', () => {
    for (const entry of [
      'unknown',
      '_hidden',
      '',
      ',',
      '203.0.113',
      '1.2.3.4:x',
      '[::1',
      'a:b',
      '999.1.1.1',
      '1.2.3.4 5',
    ])
      expect(told(entry), entry).to.equal(PROXY);
  });
});

describe('TLS before a trusted proxy', () => {
  it('is what it says last', () => {
    const secure = (proto: string, trustProxy = true): boolean =>
      isSecureRequest(behind({ 'x-forwarded-proto': proto }), trustProxy);
    expect([secure('https'), secure('HTTPS'), secure('http, https')]).to.deep.equal([true, true, true]);
    expect([secure('http'), secure('https, http'), secure('https', false)]).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});
