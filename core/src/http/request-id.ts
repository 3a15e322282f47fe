const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,127}$/;

/** The caller's `X-Request-Id` where it is well-formed, a new one otherwise: it goes into logs and headers as it is. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : crypto.randomUUID();
}
