import { expect } from 'chai';
import { DataWaveError } from '../src/errors.ts';

/** The code under which something is refused, or `none`; what fails in another way fails the test. */
export async function refusalOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'none';
  } catch (error) {
    if (!DataWaveError.is(error)) throw error;
    expect(error.message, 'one sentence').to.match(/^.{10,400}\.$/s);
    expect(error.hint, 'how to mend it').to.match(/^.{10,}\.$/);
    return error.code;
  }
}
