import type pg from 'pg';
import { APP_ROLE, KERNEL_ROLE } from './roles.ts';
import { literal, quote } from './statement.ts';

/** The trigger by which a table of the kernel's is known that may only be added to. */
export const APPEND_ONLY_TRIGGER = 'append_only';

/** Takes back, of the kernel's tables that may only be added to, the rights that all tables are granted alike. */
export async function confineAppendOnly(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'core'::regnamespace and t.tgname = ${literal(APPEND_ONLY_TRIGGER)}`,
  );
  for (const { name } of rows) {
    const table = `core.${quote(name)}`;
    await owner.query(`
      revoke all on ${table} from ${quote(APP_ROLE)};
      grant insert on ${table} to ${quote(APP_ROLE)};
      revoke update, delete, truncate on ${table} from ${quote(KERNEL_ROLE)}`);
  }
}
