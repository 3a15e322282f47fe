import { expect } from 'chai';

/** By which code and in which words some work is refused; that it is done is a failure of the test. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ readonly code: unknown; readonly text: string }> {
  const error: unknown = await work.then(
    () => expect.fail('nothing was refused'),
    (caught: unknown) => caught,
  );
  const { code, message, hint } = Object(error);
  return { code, text: `${message} ${hint}` };
}
