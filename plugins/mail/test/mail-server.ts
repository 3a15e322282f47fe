import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What a server took in. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, line ends as `\n`. */
  readonly raw: string;
  readonly isEncrypted: boolean;
  readonly user: string | null;
}

/** An SMTP server on a loopback port. */
export interface MailServer {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  close(): Promise<void>;
}

/** Starts one. `refuse` answers a recipient with a code instead of taking the message; null takes it. */
export async function startMailServer(
  options: SMTPServerOptions & { readonly refuse?: (recipient: string) => number | null },
): Promise<MailServer> {
  const { refuse = () => null, ...rest } = options;
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    ...rest,
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username = '', password }, _session, done) =>
      password === 'letter-box' ? done(null, { user: username }) : done(new Error('Wrong, kate@example.com')),
    onRcptTo: ({ address }, _session, done) => {
      const code = refuse(address);
      if (code === null) done();
      else done(Object.assign(new Error(`${address} is not wanted`), { responseCode: code }));
    },
    onData: (stream, { envelope, secure, user }, done) => {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => {
        raw += part;
      });
      stream.on('end', () => {
        taken.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          raw: raw.replaceAll('\r\n', '\n'),
          isEncrypted: secure,
          user: user ?? null,
        });
        done();
      });
    },
  });
  // Clients that break a connection off are part of what is tested.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
