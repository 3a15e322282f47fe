/** Statuses whose answers have no body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** As fetch, for a request with a file, of which it tells how many bytes have gone: fetch cannot say that. */
export function sendFile(
  address: string,
  init: { readonly method: string; readonly headers: Headers; readonly signal?: AbortSignal | null },
  file: Blob,
  onProgress: (bytes: number) => void,
): Promise<Response> {
  const { method, headers, signal } = init;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    headers.forEach((value, name) => {
      request.setRequestHeader(name, value);
    });
    const abort = (): void => request.abort();
    const settle = (act: () => void): void => {
      signal?.removeEventListener('abort', abort);
      act();
    };
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => settle(() => resolve(answerOf(request)));
    request.onerror = () => settle(() => reject(new TypeError('The file could not be sent.')));
    request.onabort = () =>
      settle(() => reject(signal?.reason ?? new DOMException('It was given up.', 'AbortError')));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    else request.send(file);
    if (signal?.aborted === true) settle(() => reject(signal.reason));
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const { status, statusText, responseText } = request;
  const headers = new Headers();
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const body = WITHOUT_BODY.has(status) ? null : responseText;
  return new Response(body, { status, statusText, headers });
}
