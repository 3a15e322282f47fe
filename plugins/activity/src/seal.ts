import { digestOf, macOf } from './chain.ts';

/** A stretch of the trail that was sealed in one go. */
export interface Seal {
  /** 1 for the first of the workspace, without gaps. */
  readonly sequence: string;
  /** `whole`: all that was there. `kept`: what policy keeps of a stretch of which the rest was removed, in a chain of its own. */
  readonly kind: 'whole' | 'kept';
  /** Nothing between these (exclusive, inclusive) belongs to the trail but what the seal names. */
  readonly after: string;
  readonly through: string;
  /** The link before the first entry, and that of the last. */
  readonly previous: Buffer;
  readonly head: Buffer;
  readonly positions: readonly string[];
  /** A link of 32 bytes for each position. */
  readonly hashes: Buffer;
  readonly sealedAt: string;
  readonly mac: Buffer;
}

/** Up to where the trail is sealed. */
export interface Head {
  readonly sequence: string;
  readonly position: string;
  /** Entries that were ever sealed. */
  readonly entries: string;
  readonly head: Buffer;
  readonly sealedAt: string;
  readonly mac: Buffer;
}

/** Stands for what was removed from the beginning of the trail. */
export interface Checkpoint {
  /** The last seal of which something was removed. */
  readonly sequence: string;
  readonly through: string;
  /** The link with which the next seal goes on. */
  readonly head: Buffer;
  /** Entries that were ever removed. */
  readonly removed: string;
  /** Digest over the seals of what is kept. */
  readonly kept: Buffer;
  /** `removing` until the trail itself is known to be shortened. */
  readonly state: 'removing' | 'removed';
  readonly sealedAt: string;
  readonly mac: Buffer;
}

const hex = (bytes: Buffer): string => bytes.toString('hex');

export const sealMac = (key: Buffer, workspace: string, seal: Omit<Seal, 'mac'>): Buffer =>
  macOf(key, 'seal', {
    ...seal,
    workspace,
    previous: hex(seal.previous),
    head: hex(seal.head),
    positions: hex(digestOf(seal.positions)),
    hashes: hex(digestOf([seal.hashes])),
  });

export const headMac = (key: Buffer, workspace: string, head: Omit<Head, 'mac'>): Buffer =>
  macOf(key, 'head', { ...head, workspace, head: hex(head.head) });

export const checkpointMac = (key: Buffer, workspace: string, checkpoint: Omit<Checkpoint, 'mac'>): Buffer =>
  macOf(key, 'checkpoint', {
    ...checkpoint,
    workspace,
    head: hex(checkpoint.head),
    kept: hex(checkpoint.kept),
  });
