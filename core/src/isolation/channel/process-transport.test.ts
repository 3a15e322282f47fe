import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { guardedTransport } from './process-transport.ts';

describe('the guarded end of a channel', () => {
  const PIECE = 64 * 1024;
  for (const [what, reason, program] of [
    ['bytes that are no message', /no message/, 'fs.writeSync(3, Buffer.from([0, 0, 0, 4, 1, 2, 3, 4]))'],
    [
      'a message that is too long',
      /more than 65536 bytes/,
      `const bytes = Buffer.alloc(${4 * PIECE}); bytes.writeUInt32BE(0xffffffff); for (let at = 0; at < bytes.length;) try { at += fs.writeSync(3, bytes, at) } catch (error) { if (error.code !== 'EAGAIN') break }`,
    ],
  ] as const)
    it(`ends for good with ${what}: nothing of it stays open`, async () => {
      const child = spawn(
        process.execPath,
        ['-e', `const fs = require('fs'); ${program}; setInterval(() => {}, 1000)`],
        {
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
          serialization: 'advanced',
        },
      );
      const violations: string[] = [];
      guardedTransport(child, {
        messageBytes: PIECE,
        onViolation: (said) => {
          violations.push(said);
          child.kill('SIGKILL');
        },
      });
      // Only emitted once the channel is closed, too.
      await once(child, 'close');
      expect(violations).to.have.length(1);
      expect(violations[0]).to.match(reason);
      expect(child.connected).to.equal(false);
    });

  it('is none where it cannot be guarded', async () => {
    const bare = Object.assign(new EventEmitter(), { connected: true }) as unknown as ChildProcess;
    const said = await new Promise((resolve) =>
      guardedTransport(bare, { messageBytes: PIECE, onViolation: resolve }),
    );
    expect(said).to.contain('does not let its channel be guarded');
  });
});
