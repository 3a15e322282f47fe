import { DataWaveError } from '@datawave/plugin-sdk';

/** A value that cannot leave a process. @param path - where it stands: `scanner.connectors sqlite, open, argument 1.pool` */
export const cannotCross = (path: string, what: string, hint?: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_VALUE',
    message: `${path} is ${what}, which cannot pass between an isolated plugin and the platform.`,
    hint:
      hint ??
      'Pass plain data, functions, objects with asynchronous methods, async iterables, signals or execution scopes.',
  });

/** Something that must answer at once. */
export const mustBeSynchronous = (what: string, hint: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_SYNCHRONOUS',
    message: `${what} must answer at once, which an isolated plugin cannot.`,
    hint,
  });

/** A service, or a method of it, that an isolated plugin is not given. */
export const notOffered = (plugin: string, what: string, hint: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_REFUSED',
    message: `The isolated plugin "${plugin}" may not use ${what}.`,
    hint,
    where: `plugin ${plugin}`,
    status: 403,
  });

/** A scope that was not handed out. */
export const foreignScope = (plugin: string, detail: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_SCOPE',
    message: `The isolated plugin "${plugin}" acts in a scope that it was not given: ${detail}.`,
    hint: `Pass on the scope of the request, job or event; or act as the plugin itself with pluginScope("${plugin}", ...).`,
    where: `plugin ${plugin}`,
    status: 403,
  });

/** A scope that was handed out with a call which has ended. */
export const scopeIsOver = (plugin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_SCOPE_OVER',
    message: `The isolated plugin "${plugin}" acts in a scope that it was given for a request, job or call which has ended.`,
    hint: `Await what is done in a scope before answering; for what goes on afterwards, act as the plugin itself with pluginScope("${plugin}", ...).`,
    where: `plugin ${plugin}`,
    status: 403,
  });

/** Something that would go on in somebody's name after the call in which their scope was handed out. */
export const outlivesItsCall = (plugin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_SCOPE',
    message: `The isolated plugin "${plugin}" enqueues a job in the name of somebody else, which would outlive the call in which it may act for them.`,
    hint: `Enqueue it with pluginScope("${plugin}", ...), and put into its payload for whom it is.`,
    where: `plugin ${plugin}`,
    status: 403,
  });

/** An argument that is not what the contract of the service says. @param at - `argument 2.state` */
export const wrongArgument = (plugin: string, what: string, at: string, is: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_ARGUMENT',
    message: `The isolated plugin "${plugin}" calls ${what}, where ${at} is ${is}.`,
    hint: 'Pass what the types of the SDK say.',
    where: `plugin ${plugin}`,
    status: 400,
  });

/** A call that did not end in time. */
export const tookTooLong = (what: string, milliseconds: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_TIMEOUT',
    message: `${what} did not answer within ${milliseconds} ms.`,
    hint: 'Try again; if it stays so, look at the log of the plugin and mend it, or disable it.',
    status: 504,
  });

/** More at once than the channel takes. */
export const tooBusy = (what: string, limit: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_BUSY',
    message: `${what} was not sent: ${limit}.`,
    hint: 'Try again in a moment.',
    status: 503,
    headers: { 'retry-after': '1' },
  });

/** A message beyond the limits. */
export const tooLarge = (what: string, limit: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_TOO_LARGE',
    message: `${what} is too large for one message: ${limit}.`,
    hint: 'Pass less at once: an async iterable of batches takes any amount.',
    status: 413,
  });

/** The other process is not there. */
export const isGone = (plugin: string, reason: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_GONE',
    message: `The isolated plugin "${plugin}" is not running: ${reason}`,
    hint: 'Try again in a moment; it is being restarted.',
    where: `plugin ${plugin}`,
    status: 503,
    headers: { 'retry-after': '1' },
  });

/** Something was called that the other side does not hold. */
export const notHeld = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_HANDLE',
    message: `${what} was called, which was never handed over or has been released.`,
    hint: 'Call only what you were given, and read services from the context each time instead of keeping them.',
  });

/** A route that answers anybody, of which nobody was told who installed the plugin. */
export const openUndeclared = (plugin: string, route: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_UNDECLARED',
    message: `The isolated plugin "${plugin}" lets anybody ask for "${route.slice(0, 200)}" without a sign-in, and its manifest does not say so.`,
    hint: `Add "public": ["${route.slice(0, 200)}"] to "needs" under "datawave" in its package.json, or have the route ask for a permission.`,
    where: `plugin ${plugin}`,
  });
