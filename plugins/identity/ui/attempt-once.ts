import { attempt, type DataWaveElement } from '@datawave/plugin-sdk/ui';

/** Does what a button asks for as `attempt` does, and nothing that another asks for meanwhile. */
export async function attemptOnce(
  element: DataWaveElement & { isBusy: boolean },
  work: () => Promise<void>,
): Promise<void> {
  if (element.isBusy) return;
  element.isBusy = true;
  try {
    await attempt(element.shell, work);
  } finally {
    element.isBusy = false;
  }
}
