/** The parts of DNS messages (RFC 1035) that asking for TXT records takes. */

const TXT = 16;
const INTERNET = 1;
const RECURSE = 0x0100;

/** A question for the TXT records of a name. Its id is 0, so that answers can be cached (RFC 8484, 4.1). */
export function encodeTxtQuestion(name: string): Uint8Array {
  const labels = name.split('.').map((label) => Buffer.from(label, 'ascii'));
  const header = Buffer.alloc(12);
  header.writeUInt16BE(RECURSE, 2);
  header.writeUInt16BE(1, 4);
  const question = labels.flatMap((label) => [Buffer.from([label.length]), label]);
  return Buffer.concat([header, ...question, Buffer.from([0, 0, TXT, 0, INTERNET])]);
}

/** What was answered: the code (0 is fine, 3 says that there is no such name) and the texts, whose parts are joined. */
export interface TxtAnswer {
  readonly code: number;
  readonly texts: readonly string[];
}

/** Reads an answer. @throws RangeError when it is no DNS message */
export function decodeTxtAnswer(message: Uint8Array): TxtAnswer {
  const view = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (view.length < 12 || (view.readUInt16BE(2) & 0x8000) === 0) throw new RangeError('no answer of the DNS');
  const code = view.readUInt16BE(2) & 0x000f;
  let at = 12;
  for (let left = view.readUInt16BE(4); left > 0; left -= 1) at = afterName(view, at) + 4;
  const texts: string[] = [];
  for (let left = view.readUInt16BE(6); left > 0; left -= 1) {
    at = afterName(view, at);
    const type = view.readUInt16BE(at);
    const length = view.readUInt16BE(at + 8);
    const data = view.subarray(at + 10, at + 10 + length);
    if (data.length !== length) throw new RangeError('a record of the DNS ends too early');
    at += 10 + length;
    if (type === TXT) texts.push(joined(data));
  }
  return { code, texts };
}

/** A name ends with an empty label or with a pointer to one before; where it leads does not matter here. */
function afterName(view: Buffer, start: number): number {
  for (let at = start; ; ) {
    const length = view.readUInt8(at);
    if ((length & 0xc0) === 0xc0) return at + 2;
    if (length === 0) return at + 1;
    at += length + 1;
  }
}

function joined(data: Buffer): string {
  let text = '';
  for (let at = 0; at < data.length; ) {
    const length = data.readUInt8(at);
    text += data.subarray(at + 1, at + 1 + length).toString('latin1');
    at += length + 1;
  }
  return text;
}
