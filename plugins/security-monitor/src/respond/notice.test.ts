import type { EgressAnswer, EgressRequest } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { checkWebhook, sendNotice, signNotice } from './notice.ts';

const SECRET = 'a secret of some length';
const webhook = { url: 'https://soc.example.com/hook', secret: SECRET };

/** Sends to somebody who answers so. */
const send = (status: number, asked: (request: EgressRequest) => void = () => undefined) => {
  const fetch = async (url: string | URL, request: EgressRequest): Promise<EgressAnswer> => {
    asked(request);
    return { url: String(url), status, headers: {}, body: new Uint8Array() };
  };
  const unused = (): never => {
    throw new Error('nobody connects');
  };
  const egress = { fetch, connect: unused, connectLocal: unused };
  return sendNotice(egress, webhook, { body: '{}', delivery: 'd-1', signal: new AbortController().signal });
};

describe('a notice', () => {
  it('is signed over time and body, so that neither can be another one', () => {
    // Computed with: printf '1700000000.{}' | openssl dgst -sha256 -hmac 'a secret of some length'
    const signed = signNotice(SECRET, 1_700_000_000, '{}');
    expect(signed).to.equal(
      't=1700000000,v1=9008b8e96ac884fb56cbbbb39d8c4b578c2c6de7951cbcce7f1f18311f3cd9f2',
    );
    expect(signNotice(SECRET, 1_700_000_001, '{}').slice(13)).not.to.equal(signed.slice(13));
    expect(signNotice(SECRET, 1_700_000_000, '{ }')).not.to.equal(signed);
    expect(signNotice('another secret of it', 1_700_000_000, '{}')).not.to.equal(signed);
  });

  it('is taken by 2xx, tried again where that may help, and given up where it does not', async () => {
    for (const status of [200, 202, 204]) expect(await send(status), String(status)).to.equal(null);
    for (const status of [408, 425, 429, 500, 503])
      expect(await send(status), String(status)).to.include({ isFinal: false });
    for (const status of [301, 307, 400, 401, 404, 410])
      expect(await send(status), String(status)).to.include({ isFinal: true });
  });

  it('follows no redirect, and never shows the secret', async () => {
    const asked: EgressRequest[] = [];
    await send(204, (request) => asked.push(request));
    expect(asked[0]).to.include({ method: 'POST', maxRedirects: 0, body: '{}' });
    expect(asked[0]?.headers).to.include({ 'datawave-delivery': 'd-1' });
    expect(JSON.stringify(asked)).not.to.include(SECRET);
  });

  it('goes nowhere with a short secret or over a way on which everybody listens', () => {
    for (const url of [
      'https://soc.example.com/',
      'http://127.0.0.1:9/',
      'http://[::1]:9/',
      'http://localhost/',
    ])
      expect(() => checkWebhook({ url, secret: SECRET }), url).not.to.throw();
    for (const wrong of [
      { url: 'https://soc.example.com/', secret: 'short' },
      { url: 'http://soc.example.com/', secret: SECRET },
      { url: 'http://127.0.0.1.example.com/', secret: SECRET },
    ])
      expect(() => checkWebhook(wrong), wrong.url)
        .to.throw()
        .with.property('code', 'DW_SECURITY_MONITOR_WEBHOOK');
  });
});
