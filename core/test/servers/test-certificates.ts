import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './server-process.ts';

/** A certificate authority and a server's certificate made by it, in PEM. */
export interface TestCertificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes certificates for a server of the given name, valid for a day, with the `openssl` that Debian's servers bring along. */
export function makeCertificates(hostName: string): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-certificates-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '1',
      '-subj',
      '/CN=test authority',
    );
    openssl(
      ...['req', '-x509', ...newKey, '-keyout', 'server.key', '-out', 'server.pem', '-days', '1'],
      ...[
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-subj',
        `/CN=${hostName}`,
        '-addext',
        `subjectAltName=DNS:${hostName}`,
        '-addext',
        'basicConstraints=critical,CA:FALSE',
      ],
    );
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { authority: read('ca.pem'), certificate: read('server.pem'), key: read('server.key') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes them where the server's account, and nobody else, can read them. */
export function installCertificates(
  certificates: TestCertificates,
  folder: string,
  account: Account | undefined,
): { readonly authority: string; readonly certificate: string; readonly key: string } {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (account !== undefined) chownSync(path, account.uid, account.gid);
    return path;
  };
  return {
    authority: write('authority.pem', certificates.authority),
    certificate: write('server.pem', certificates.certificate),
    key: write('server.key', certificates.key),
  };
}
