import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pluginFolder, withDatabase } from '@datawave/core/test-platform';
import { type AuditEntry, commandPoint, coreServices, type ExecutionScope } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import type { Verification } from '../src/verify-trail.ts';

/** A kernel with nothing but the trail. It works on no jobs: what is sealed when, the test says. */
export class ActivityPlatform {
  readonly test: TestKernel;
  readonly folder: string;

  private constructor(test: TestKernel, folder: string) {
    this.test = test;
    this.folder = folder;
  }

  static async start(
    config: Readonly<Record<string, unknown>> = {},
    role: 'all' | 'api' = 'api',
  ): Promise<ActivityPlatform> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-activity-'));
    const test = await createTestKernel({
      role,
      dataDirectory: folder,
      plugins: [{ directory: pluginFolder('activity'), config }],
    });
    const { state, reason } = test.plugin('activity');
    if (state !== 'active') throw new Error(`activity is ${state}: ${reason}`);
    return new ActivityPlatform(test, folder);
  }

  async stop(): Promise<void> {
    await this.test.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Records an entry. */
  record(
    id: string,
    more: Partial<AuditEntry> = {},
    scope: ExecutionScope = this.test.scope(),
  ): Promise<void> {
    return this.test.service(coreServices.audit).note(scope, {
      action: 'notes.note.updated',
      object: { type: 'note', id, name: `Note ${id}` },
      before: { title: `old ${id}`, size: 1 },
      after: { title: `new ${id}`, size: 1.5 },
      ...more,
    });
  }

  /** Seals what is there: what a reader sees is sealed. */
  async seal(workspace?: string): Promise<void> {
    const { status } = await this.test.request('GET', '/api/v1/audit-events/status', {
      ...(workspace === undefined ? {} : { workspace }),
    });
    if (status !== 200) throw new Error(`the trail was not sealed: ${status}`);
  }

  /** Verifies as the command does, which leaves nothing in the trail. */
  async verify(workspace = this.test.scope().workspace, anchor?: string): Promise<Verification> {
    const { text } = await this.command([
      ...['verify', '--workspace', workspace, '--format', 'json'],
      ...(anchor === undefined ? [] : ['--anchor', anchor]),
    ]);
    // The command has just printed it.
    return (JSON.parse(text) as { readonly workspaces: readonly Verification[] })
      .workspaces[0] as Verification;
  }

  async command(
    args: readonly string[],
  ): Promise<{ readonly code: number; readonly text: string; readonly said: string }> {
    const command = this.test.kernel.extensions(commandPoint).get('audit');
    if (command === undefined) throw new Error('there is no command');
    const [out, err] = [[] as string[], [] as string[]];
    const into = (parts: string[]): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          parts.push(String(chunk));
          done();
        },
      });
    const io = { stdout: into(out), stderr: into(err), env: {}, cwd: this.folder, isInteractive: false };
    const code = await command.value.run(args, io, this.test.scope());
    return { code, text: out.join(''), said: err.join('') };
  }

  /** As somebody who may do anything with the database, past all triggers and row security. */
  tamper(...statements: readonly string[]): Promise<void> {
    return withDatabase(this.folder, async (client) => {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
    });
  }

  query<Row>(statement: string): Promise<readonly Row[]> {
    return withDatabase(this.folder, async (client) => (await client.query(statement)).rows);
  }
}
