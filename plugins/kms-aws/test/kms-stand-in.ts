import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer as Answer, KeyServiceStandIn } from '@datawave/plugin-sdk/testing';

const refused = (type: string, status = 400): Answer => ({ status, body: { __type: type, message: null } });
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The part of AWS KMS' interface that is used, as its API reference describes it: signatures, keys, encryption contexts. */
export class KmsStandIn extends KeyServiceStandIn {
  readonly credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: randomBytes(20).toString('base64') };
  readonly region = 'eu-central-1';
  readonly #keys = new Map<string, Buffer>();

  constructor() {
    super('application/x-amz-json-1.1');
  }

  /** Answers the key's ARN. */
  makeKey(alias: string): string {
    const arn = `arn:aws:kms:${this.region}:111122223333:key/${alias}`;
    this.#keys.set(arn, randomBytes(32));
    return arn;
  }

  protected override answer(request: IncomingMessage, text: string): Answer {
    this.told.push(`${request.headers['x-amz-target']} ${text}`);
    if (!this.#isSigned(request, text)) return refused('InvalidSignatureException');
    if (this.denies) return refused('AccessDeniedException');
    const body = JSON.parse(text);
    const arn = String(body.KeyId).replace(/^alias\//, `arn:aws:kms:${this.region}:111122223333:key/`);
    const key = this.#keys.get(arn);
    if (key === undefined) return refused('NotFoundException');
    switch (request.headers['x-amz-target']) {
      case 'TrentService.DescribeKey':
        return { status: 200, body: { KeyMetadata: { Arn: arn, Enabled: true, KeyState: 'Enabled' } } };
      case 'TrentService.Encrypt':
        return this.#encrypt(arn, key, body);
      case 'TrentService.Decrypt':
        return this.#decrypt(arn, key, body);
      default:
        return refused('UnknownOperationException', 404);
    }
  }

  #encrypt(arn: string, key: Buffer, body: { Plaintext: string; EncryptionContext: object }): Answer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(contextBytes(body.EncryptionContext));
    const blob = Buffer.concat([
      nonce,
      cipher.update(Buffer.from(body.Plaintext, 'base64')),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return { status: 200, body: { KeyId: arn, CiphertextBlob: blob.toString('base64') } };
  }

  #decrypt(arn: string, key: Buffer, body: { CiphertextBlob: string; EncryptionContext: object }): Answer {
    const blob = Buffer.from(body.CiphertextBlob, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12));
      decipher.setAAD(contextBytes(body.EncryptionContext));
      decipher.setAuthTag(blob.subarray(-16));
      const plain = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { KeyId: arn, Plaintext: plain.toString('base64') } };
    } catch {
      return refused('InvalidCiphertextException');
    }
  }

  /** Computed from what arrived, not from what was meant to be sent. */
  #isSigned({ headers, method, url = '/' }: IncomingMessage, body: string): boolean {
    const [, id, day, region, service, names = '', signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    if (
      id !== this.credentials.accessKeyId ||
      region !== this.region ||
      service !== 'kms' ||
      day === undefined
    )
      return false;
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`);
    const canonical = `${method}\n${url}\n\n${lines.join('\n')}\n\n${names}\n${hash(body)}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const key = hmac(
      hmac(hmac(hmac(`AWS4${this.credentials.secretAccessKey}`, day), region), service),
      'aws4_request',
    );
    const toSign = `AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${scope}\n${hash(canonical)}`;
    return ['host', 'x-amz-date', 'x-amz-target'].every((name) => names.split(';').includes(name))
      ? hmac(key, toSign).toString('hex') === signature
      : false;
  }
}

const contextBytes = (context: object): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
