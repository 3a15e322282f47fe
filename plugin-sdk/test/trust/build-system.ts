import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from '@sigstore/protobuf-specs';
import { preAuthEncoding } from '../../src/packaging/index.ts';

const STATEMENT_TYPE = 'application/vnd.in-toto+json';
const REPOSITORY = '1.3.6.1.4.1.57264.1.12';
const EXTENSIONS = {
  '1.3.6.1.4.1.57264.1.8': 'https://token.actions.githubusercontent.com',
  [REPOSITORY]: 'https://github.com/acme/plugin',
  '1.3.6.1.4.1.57264.1.13': '0123456789abcdef0123456789abcdef01234567',
  '1.3.6.1.4.1.57264.1.14': 'refs/tags/v1.0.0',
};
export const WORKFLOW = 'https://github.com/acme/plugin/.github/workflows/release.yml@refs/tags/v1.0.0';

/** What the log answers, in the shape of Rekor's API. */
interface LoggedEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: { readonly rootHash: string; readonly checkpoint: string };
  };
}

/** A certificate authority, a certificate log and a transparency log as sigstore runs them, and a build system that signs with them. */
export class BuildSystem {
  readonly #now = new Date();
  readonly #ca;
  readonly #tlog;
  readonly trustedRoot: unknown;

  private constructor(
    ca: Awaited<ReturnType<typeof initializeCA>>,
    tlog: Awaited<ReturnType<typeof initializeTLog>>,
    ctlog: Awaited<ReturnType<typeof initializeCTLog>>,
  ) {
    this.#ca = ca;
    this.#tlog = tlog;
    const validFor = { start: new Date(this.#now.getTime() - 86_400_000), end: undefined };
    const log = (baseUrl: string, publicKey: Buffer) => ({
      baseUrl,
      hashAlgorithm: HashAlgorithm.SHA2_256,
      publicKey: { rawBytes: publicKey, keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256, validFor },
      logId: { keyId: createHash('sha256').update(publicKey).digest() },
      checkpointKeyId: undefined,
      operator: 'test',
    });
    this.trustedRoot = TrustedRoot.toJSON({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [log('https://rekor.test', tlog.publicKey)],
      ctlogs: [log('https://ctfe.test', ctlog.publicKey)],
      certificateAuthorities: [
        {
          subject: { commonName: 'sigstore', organization: 'sigstore.mock' },
          uri: 'https://fulcio.test',
          certChain: { certificates: [{ rawBytes: bytesOf(ca.rootCertificate) }] },
          validFor,
          operator: 'test',
        },
      ],
      timestampAuthorities: [],
    });
  }

  static async start(): Promise<BuildSystem> {
    const pair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
    const ctlog = await initializeCTLog(pair('prime256v1'));
    const ca = await initializeCA(pair('secp384r1'), ctlog);
    const tlog = await initializeTLog('https://rekor.test', pair('prime256v1'));
    return new BuildSystem(ca, tlog, ctlog);
  }

  /** A statement of provenance, signed and logged, as npm's registry would answer it. */
  async attest(subject: {
    readonly name: string;
    readonly sha512: string;
    /** Whose workflow it is. */
    readonly repository?: string;
  }): Promise<{ readonly attestations: object[] }> {
    const predicateType = 'https://slsa.dev/provenance/v1';
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: subject.name, digest: { sha512: subject.sha512 } }],
      predicateType,
      predicate: {
        buildDefinition: {
          buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
        },
      },
    };
    const payload = Buffer.from(JSON.stringify(statement));
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const certificate = bytesOf(
      await this.#ca.issueCertificate({
        publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
        subjectAltName: WORKFLOW,
        extensions: Object.entries({
          ...EXTENSIONS,
          ...(subject.repository === undefined ? {} : { [REPOSITORY]: subject.repository }),
        }).map(([oid, value]) => ({ oid, value })),
      }),
    );
    const signature = sign('sha256', preAuthEncoding(STATEMENT_TYPE, payload), privateKey);
    const bundle = toDSSEBundle({ artifact: payload, artifactType: STATEMENT_TYPE, signature, certificate });
    const entry = {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
        signatures: [{ signature: signature.toString('base64'), verifier: certificate.toString('base64') }],
      },
    };
    const [logged] = Object.values((await this.#tlog.log(entry)) as Record<string, LoggedEntry>);
    if (logged === undefined) throw new Error('the log has no entry');
    const { inclusionProof, signedEntryTimestamp } = logged.verification;
    bundle.verificationMaterial.tlogEntries = [
      {
        logIndex: String(logged.logIndex),
        logId: { keyId: Buffer.from(logged.logID, 'hex') },
        kindVersion: { kind: 'dsse', version: '0.0.1' },
        integratedTime: String(logged.integratedTime),
        inclusionPromise: {
          signedEntryTimestamp: Buffer.from(signedEntryTimestamp, 'base64'),
        },
        inclusionProof: {
          logIndex: '0',
          treeSize: '1',
          rootHash: Buffer.from(inclusionProof.rootHash, 'hex'),
          hashes: [],
          checkpoint: { envelope: inclusionProof.checkpoint },
        },
        canonicalizedBody: Buffer.from(logged.body, 'base64'),
      },
    ];
    return { attestations: [{ predicateType, bundle: bundleToJSON(bundle) }] };
  }
}

const bytesOf = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
