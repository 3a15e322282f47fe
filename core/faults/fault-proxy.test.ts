import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { freePort } from '../test/servers/server-process.ts';
import { FaultProxy } from './fault-proxy.ts';

describe('the fault proxy', () => {
  let echo: Server;
  let proxy: FaultProxy;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    const port = await freePort();
    echo.listen(port, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await FaultProxy.open(port, await freePort());
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    echo.close();
  });

  const dial = async (): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const says = async (socket: Socket, text: string): Promise<string> => {
    socket.write(text);
    const [answer]: unknown[] = await once(socket, 'data');
    return String(answer);
  };

  it('passes on what is said, in both directions', async () => {
    expect(await says(await dial(), 'hello')).to.equal('hello');
  });

  it('keeps the order when a delay is lifted', async () => {
    const socket = await dial();
    proxy.slow(200);
    socket.write('first ');
    await new Promise((resolve) => setTimeout(resolve, 20));
    proxy.slow(null);
    let heard = '';
    socket.on('data', (data) => {
      heard += String(data);
    });
    socket.write('second');
    while (heard.length < 'first second'.length) await once(socket, 'data');
    expect(heard).to.equal('first second');
  });

  it('resets connections and takes new ones', async () => {
    const socket = await dial();
    await says(socket, 'hello');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    proxy.cut();
    await closed;
    expect(await says(await dial(), 'again')).to.equal('again');
  });

  it('leaves connections hanging without an end and takes new ones', async () => {
    const socket = await dial();
    await says(socket, 'hello');
    proxy.abandon();
    let heard = 0;
    socket.on('data', () => {
      heard += 1;
    });
    socket.write('anybody?');
    expect(await says(await dial(), 'again')).to.equal('again');
    expect([heard, socket.destroyed]).to.deep.equal([0, false]);
  });

  it('refuses connections until it accepts them again', async () => {
    await proxy.refuse();
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    const [error]: unknown[] = await once(socket, 'error');
    expect(error).to.have.property('code', 'ECONNREFUSED');
    await proxy.accept();
    expect(await says(await dial(), 'again')).to.equal('again');
  });
});
