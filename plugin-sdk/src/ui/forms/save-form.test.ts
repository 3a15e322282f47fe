import { expect } from 'chai';
import { offlineProblem } from '../client/problem.ts';
import { type SavedForm, saveForm } from './save-form.ts';

describe('saving a form', () => {
  let form: SavedForm;
  beforeEach(() => {
    form = { isSaving: false, problem: offlineProblem() };
  });

  it('forgets why it was refused before, and is over when it is saved', async () => {
    await saveForm(form, async () => {
      expect(form).to.deep.equal({ isSaving: true, problem: null });
    });
    expect(form).to.deep.equal({ isSaving: false, problem: null });
  });

  it('keeps why the server refuses', async () => {
    const problem = offlineProblem();
    await saveForm(form, () => Promise.reject(problem));
    expect(form.isSaving).to.equal(false);
    expect(form.problem).to.equal(problem);
  });

  it('is done once, however often somebody asks for it meanwhile', async () => {
    let times = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const save = (): Promise<void> => {
      times += 1;
      return promise;
    };
    const first = saveForm(form, save);
    await saveForm(form, save);
    expect(form.isSaving).to.equal(true);
    resolve();
    await first;
    expect([times, form.isSaving]).to.deep.equal([1, false]);
  });

  it('lets faults of its own be seen by whoever looks for them', async () => {
    const fault = new TypeError('not a function');
    expect(await saveForm(form, () => Promise.reject(fault)).catch((error: unknown) => error)).to.equal(
      fault,
    );
    expect(form).to.deep.equal({ isSaving: false, problem: null });
  });
});
