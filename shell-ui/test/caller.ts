/** Asks the platform's interface below `/api/v1` in somebody's name, and answers what it said. Throws what it refused. */
export type Caller = (method: string, path: string, body?: object) => Promise<unknown>;

/** Signs in by name and password as a program does, past the browser's cookies. */
export async function callerOf(url: string, username: string, password: string): Promise<Caller> {
  const send = async (method: string, path: string, body?: object, token?: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
  };
  const token = String(
    Reflect.get(Object(await send('POST', '/auth/login', { username, password })), 'accessToken'),
  );
  return (method, path, body) => send(method, path, body, token);
}

/** A field of what was answered. */
export const field = (of: unknown, name: string): unknown => Reflect.get(Object(of), name);

/** The entries of a list that was answered. */
export const itemsOf = (of: unknown): readonly object[] => {
  const items = field(of, 'items');
  return Array.isArray(items) ? items : [];
};

/** The id of what was answered. */
export const idOf = (of: unknown): string => String(field(of, 'id'));
