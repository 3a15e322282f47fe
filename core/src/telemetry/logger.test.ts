import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import type { LogLevel } from './log-level.ts';
import { createLogger } from './logger.ts';
import { redact, redactText } from './redaction.ts';

describe('logger', () => {
  const written = (
    format: 'json' | 'pretty',
    act: (log: ReturnType<typeof createLogger>) => void,
    level: LogLevel = 'info',
  ): string => {
    let text = '';
    act(
      createLogger({
        level,
        format,
        destination: { write: (chunk) => (text += chunk) },
        base: { app: 'test' },
      }),
    );
    return text;
  };

  it('writes one JSON document a line, with level, time, message and fields', () => {
    const text = written('json', (log) =>
      log.child({ plugin: 'catalog', requestId: 'r-1' }).info('Scanned.', { assets: 3 }),
    );
    const line = Object(JSON.parse(text));
    expect(line).to.include({
      level: 'info',
      message: 'Scanned.',
      app: 'test',
      plugin: 'catalog',
      requestId: 'r-1',
      assets: 3,
    });
    expect(new Date(line.time).toISOString()).to.equal(line.time);
  });

  it('writes lines for people', () => {
    expect(
      written('pretty', (log) =>
        log.child({ plugin: 'catalog' }).warn('Slow.', { ms: 3, name: 'two words' }),
      ),
    ).to.match(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}Slow\. app=test plugin=catalog ms=3 name="two words"\n$/);
  });

  it('leaves out what is below its level', () => {
    for (const format of ['json', 'pretty'] as const)
      expect(
        written(
          format,
          (log) => {
            log.debug('no');
            log.info('no');
            log.warn('yes');
          },
          'warn',
        )
          .trim()
          .split('\n'),
      ).to.have.length(1);
    expect(written('json', (log) => log.error('no'), 'silent')).to.equal('');
  });

  it('writes an error with its code and the chain of its causes', () => {
    const error = new DataWaveError({
      code: 'DW_TEST_BROKEN',
      message: 'It broke.',
      hint: 'Mend it.',
      cause: new Error('connect to postgres://app:hunter2@db/ failed'),
    });
    const line = Object(JSON.parse(written('json', (log) => log.error('Failed.', { error }))));
    expect(line.error).to.include({ code: 'DW_TEST_BROKEN', message: 'It broke.', hint: 'Mend it.' });
    expect(line.error.cause.message).to.equal('connect to postgres://app:[redacted]@db/ failed');
    const pretty = written('pretty', (log) => log.error('Failed.', { error }));
    expect(pretty)
      .to.contain('DW_TEST_BROKEN: It broke.')
      .and.to.contain('Mend it.')
      .and.not.to.contain('hunter2');
  });

  it('does not write the values that drivers attach to their errors', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(ada@example.org) already exists.',
      parameters: ['ada@example.org'],
    });
    for (const format of ['json', 'pretty'] as const)
      expect(written(format, (log) => log.error('x', { error })))
        .to.contain('23505')
        .and.not.to.contain('ada@');
  });

  it('redacts secrets by name at any depth, and passwords in addresses', () => {
    const secret = 'hunter2';
    const fields = {
      password: secret,
      dbPassword: secret,
      config: [{ apiKey: secret, nested: { Authorization: `Bearer ${secret}`, cookie: secret } }],
      accessToken: secret,
      url: `postgres://app:${secret}@db/x`,
      map: new Map([['client_secret', secret]]),
      link: new URL(`https://u:${secret}@example.org/`),
    };
    for (const format of ['json', 'pretty'] as const)
      expect(written(format, (log) => log.info(`Connecting to mysql://root:${secret}@h/`, fields)))
        .to.contain('[redacted]')
        .and.not.to.contain(secret);
  });

  it('redacts a secret wherever it hangs', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('password', 'secretKey', 'AUTHORIZATION', 'set-cookie', 'refreshToken', 'pwd'),
        (value, name) => {
          const text = JSON.stringify(redact({ around: value, deep: [{ [name]: 'hunter2-0815' }, value] }));
          return !text.includes('hunter2-0815');
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.webUrl(),
        fc.stringMatching(/^[^\s/?#@]{1,20}$/),
        (url, password) =>
          !redactText(url.replace('://', `://user:${password}xyzzy@`)).includes(`${password}xyzzy`),
      ),
    );
  });

  it('survives what cannot be written', () => {
    const cycle: Record<string, unknown> = { name: 'a' };
    cycle['self'] = cycle;
    const fields = {
      cycle,
      big: 10n,
      symbol: Symbol('x'),
      date: new Date(Number.NaN),
      bytes: Buffer.from('raw value'),
      work: () => undefined,
    };
    for (const format of ['json', 'pretty'] as const)
      expect(written(format, (log) => log.info('x', fields)))
        .to.contain('[circular]')
        .and.to.contain('[9 bytes]')
        .and.not.to.contain('raw value');
  });

  it('does not load pino for lines that people read', () => {
    const script = `const { createLogger } = await import(${JSON.stringify(fileURLToPath(new URL('./logger.ts', import.meta.url)))});
      createLogger({ level: 'warn', format: 'pretty' }).info('x');
      const { createRequire } = await import('node:module');
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('pino')).length);`;
    expect(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim(),
    ).to.equal('0');
  });
});
