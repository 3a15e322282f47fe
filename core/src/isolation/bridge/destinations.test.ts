import { expect } from 'chai';
import { checkLocal, checkPlace, mayBePrivate, mayStayHome } from './destinations.ts';

const WORDS = 'the configured server';

const codeOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return String(Reflect.get(Object(error) as object, 'code'));
  }
  return 'allowed';
};

const to = (network: readonly string[], settings: readonly unknown[], host: string, port: number): string =>
  codeOf(() => checkPlace('p', { network, settings }, host, port));

describe('where an isolated plugin may go', () => {
  it('is what its manifest names', () => {
    const network = ['api.example.com:443', '*.cdn.example.com', 'open.example.com:*', '[2001:db8::1]:80'];
    const allowed: readonly (readonly [string, number])[] = [
      ['api.example.com', 443],
      ['API.example.com', 443],
      ['a.cdn.example.com', 8080],
      ['open.example.com', 99],
      ['2001:db8::1', 80],
      ['[2001:db8::1]', 80],
    ];
    const refused: readonly (readonly [string, number])[] = [
      ['api.example.com', 80],
      ['api.example.com', 8443],
      ['example.com', 443],
      ['cdn.example.com', 443],
      ['api.example.com.evil.test', 443],
      ['evilcdn.example.com', 443],
      ['2001:db8::1', 443],
    ];
    for (const place of allowed) expect(to(network, [], ...place), place.join(':')).to.equal('allowed');
    for (const place of refused)
      expect(to(network, [], ...place), place.join(':')).to.equal('DW_ISOLATION_REFUSED');
    expect(() => checkPlace('p', { network: [], settings: [] }, 'api.example.com', 443))
      .to.throw()
      .with.property('hint')
      .that.contains('"api.example.com:443"');
  });

  it('is what the settings name, where the manifest says so in words, and nowhere else', () => {
    const settings = [
      { host: 'db.example.com', port: 5433, username: 'reader' },
      {
        url: 'https://hooks.example.com/x',
        brokers: 'k1:9092, k2:9093',
        more: ['[::1]:7000', '2001:db8::2'],
      },
    ];
    const allowed: readonly (readonly [string, number])[] = [
      ['db.example.com', 5433],
      ['hooks.example.com', 443],
      ['k1', 9092],
      ['k2', 9093],
      ['::1', 7000],
    ];
    for (const place of allowed) {
      expect(to([WORDS], settings, ...place), place.join(':')).to.equal('allowed');
      expect(to(['api.example.com'], settings, ...place), place.join(':')).to.equal('DW_ISOLATION_REFUSED');
    }
    for (const [host, port] of [
      ['db.example.com', 22],
      ['hooks.example.com', 80],
      ['k1', 9093],
      ['169.254.169.254', 80],
      ['example.com', 443],
      ['*', 443],
    ] as const)
      expect(to([WORDS], settings, host, port), `${host}:${port}`).to.equal('DW_ISOLATION_REFUSED');
    // Without a port in the settings, that of the protocol is the driver's to know.
    expect(to([WORDS], [{ host: 'db.example.com' }], 'db.example.com', 3306)).to.equal('allowed');
    expect(to([WORDS, 'x.example.com'], [{}], 'x.example.com', 1)).to.equal('allowed');
  });

  it('is the outside, and not the machine itself that nobody has named', () => {
    const home = (network: readonly string[], host: string, settings: readonly unknown[] = []): boolean =>
      mayStayHome({ network, settings }, host);
    for (const host of ['localhost', '127.0.0.1', '[::1]', '0x7f.1', 'leads-home.example'])
      expect(home(['*'], host), host).to.equal(false);
    expect(home(['leads-home.example'], 'leads-home.example')).to.equal(false);
    expect(home(['localhost:8080'], 'localhost')).to.equal(true);
    expect(home(['127.0.0.1'], '127.0.0.1')).to.equal(true);
    expect(home([WORDS], 'localhost', [{ host: 'localhost' }])).to.equal(true);
    expect(home(['*'], 'localhost', [{ host: 'localhost' }])).to.equal(false);
  });

  it('is behind the operator’s walls only where the settings lead there, or the very address is named', () => {
    const isPrivate = (
      network: readonly string[],
      host: string,
      settings: readonly unknown[] = [],
    ): boolean => mayBePrivate({ network, settings }, host);
    expect(isPrivate(['api.example.com'], 'api.example.com')).to.equal(false);
    expect(isPrivate(['*'], '10.0.0.5')).to.equal(false);
    expect(isPrivate(['10.0.0.5:80'], '10.0.0.5')).to.equal(true);
    expect(isPrivate([WORDS], 'db', [{ host: 'db' }])).to.equal(true);
    expect(isPrivate(['db'], 'db', [{ host: 'db' }])).to.equal(false);
  });

  it('is a local socket only where the settings name it or its folder', () => {
    const local = (path: string, network = [WORDS], host = '/run/postgresql'): string =>
      codeOf(() => checkLocal('p', { network, settings: [{ host }] }, path));
    expect(local('/run/postgresql/.s.PGSQL.5432')).to.equal('allowed');
    expect(local('/run/mysql.sock', [WORDS], '/run/mysql.sock')).to.equal('allowed');
    for (const path of ['/run/docker.sock', '/run/postgresql/../docker.sock', '/run/postgresql/a/b', 'x'])
      expect(local(path), path).to.equal('DW_ISOLATION_REFUSED');
    expect(local('/run/postgresql/.s.PGSQL.5432', ['*'])).to.equal('DW_ISOLATION_REFUSED');
    expect(local('/docker.sock', [WORDS], '/')).to.equal('DW_ISOLATION_REFUSED');
  });
});
