import { ProblemError } from '../client/problem.ts';

/** A form that is being saved or is not, and why the server refused it the last time; null where it did not. @public */
export interface SavedForm {
  isSaving: boolean;
  problem: ProblemError | null;
}

/** What else saving a form does. @public */
export interface SaveOptions {
  /** What is kept of the form until it is saved; see {@link FormDraft}. */
  readonly draft?: { clear(): void };
  /** Watches over the thing that is edited; see {@link EditGuard}. Where somebody else has saved it first, it asks what stays. */
  readonly guard?: { resolve(): Promise<boolean>; end(): void };
}

/** The thing is not any more as it was read. */
const CHANGED = 412;

/**
 * Saves a form unless that is going on already; where the server refuses, its problem is the form's, to be shown at the fields that it
 * is about. Errors of other kinds are thrown on.
 *
 * ```ts
 * await saveForm(this, async () => {
 *   await this.shell.api.post('/badges', { title });
 *   this.shell.navigate('/badges');
 * });
 * ```
 * @public
 */
export async function saveForm(
  form: SavedForm,
  save: () => Promise<void>,
  options: SaveOptions = {},
): Promise<void> {
  if (form.isSaving) return;
  form.isSaving = true;
  form.problem = null;
  try {
    await saveOver(save, options.guard);
    options.guard?.end();
    options.draft?.clear();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    form.problem = error;
  } finally {
    form.isSaving = false;
  }
}

/** Saves, and once more for each time that somebody else has been faster and whoever is here has chosen what stays. */
async function saveOver(save: () => Promise<void>, guard: SaveOptions['guard']): Promise<void> {
  try {
    await save();
  } catch (error) {
    const isChanged = error instanceof ProblemError && error.status === CHANGED;
    if (!isChanged || guard === undefined || !(await guard.resolve())) throw error;
    await saveOver(save, guard);
  }
}
