import type { Logger } from '@datawave/plugin-sdk';
import { notAdmitted } from '../kernel-errors.ts';
import type { Subsystems } from './subsystems.ts';

/** Lets the jobs of plugins run that are up. One that fails keeps no other from its jobs. */
export async function admitJobs(subsystems: Subsystems, ids: readonly string[], log: Logger): Promise<void> {
  const refused: { readonly id: string; readonly error: unknown }[] = [];
  await Promise.all(
    ids.map((id) => subsystems.admit(id).catch((error: unknown) => void refused.push({ id, error }))),
  );
  for (const { id, error } of refused)
    log.error('The jobs of a plugin could not be let in.', { plugin: id, error });
  if (refused.length > 0) throw notAdmitted(refused);
}
