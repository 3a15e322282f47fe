import { connect } from 'node:net';
import { freePort, ServerProcess } from './server-process.ts';
import { findServerProgram } from './server-program.ts';

/** A Redis of the test's own on a loopback port. */
export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it as kill -9 would; `restart` brings it back on the same port with what had reached its file. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Redis; with `aof` every write is on disk before it is answered. */
export async function startRedis(options: { readonly aof?: boolean } = {}): Promise<RunningRedis> {
  const program = findServerProgram('redis-server');
  if (program === undefined) throw new Error('redis-server is not installed');
  const server = new ServerProcess('redis');
  const port = await freePort();
  const persistence =
    options.aof === true ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const run = async (): Promise<void> => {
    await server.start(
      program,
      ['--bind', '127.0.0.1', '--port', String(port), '--dir', server.folder, '--save', '', ...persistence],
      () => answersPing(port),
    );
  };
  await run();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    crash: () => server.end('SIGKILL'),
    restart: run,
    stop: () => server.dispose('SIGTERM'),
  };
}

async function answersPing(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
