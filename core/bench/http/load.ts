import { connect } from 'node:net';

/** Answers counted, and the seconds it took. */
export interface Load {
  readonly answers: number;
  readonly seconds: number;
}

/**
 * Keeps `connections` busy for a while, each sending its next request when the answer before is complete. Nothing of an
 * answer is parsed but its length, known from a first request, so that the generator is faster than what it measures.
 */
export async function load(options: {
  readonly port: number;
  readonly request: string;
  readonly connections: number;
  readonly milliseconds: number;
}): Promise<Load> {
  const { port, request, connections, milliseconds } = options;
  const answerBytes = await measureAnswer(port, request);
  const payload = Buffer.from(request);
  let answers = 0;
  let isOver = false;
  const started = performance.now();
  const clients = Array.from({ length: connections }, () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    return new Promise<void>((resolve, reject) => {
      let received = 0;
      socket.on('connect', () => socket.write(payload));
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received < answerBytes) return;
        if (received > answerBytes) reject(new Error('an answer has another length than the first'));
        received = 0;
        answers += 1;
        if (isOver) socket.destroy();
        else socket.write(payload);
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });
  });
  const timer = setTimeout(() => (isOver = true), milliseconds);
  await Promise.all(clients);
  clearTimeout(timer);
  return { answers, seconds: (performance.now() - started) / 1_000 };
}

function measureAnswer(port: number, request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (end === -1 || length === undefined || text.length < end + 4 + Number(length)) return;
      socket.destroy();
      if (text.startsWith('HTTP/1.1 200')) resolve(text.length);
      else reject(new Error(text.split('\r\n')[0]));
    });
  });
}
