import { connect } from 'node:net';

/** Sends bytes as they are and answers what comes back until the server closes or `untilMs` have passed. */
export function rawRequest(
  url: string,
  parts: readonly (string | Uint8Array)[],
  untilMs = 30_000,
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), untilMs);
    socket.setEncoding('latin1');
    socket.on('connect', async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        socket.write(part);
        await new Promise((next) => setTimeout(next, 5));
      }
    });
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    // A server that refuses a body closes while we still write.
    socket.on('error', (error) => (answer === '' ? reject(error) : undefined));
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
