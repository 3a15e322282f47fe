/** The first place at which the trail is not what was sealed. */
export interface TrailFault {
  /** `altered` also where entries were put in another order: what stands at a position is not what was sealed there. */
  readonly kind:
    | 'altered'
    | 'removed'
    | 'inserted'
    | 'seal-altered'
    | 'seal-removed'
    | 'seal-inserted'
    | 'head'
    | 'checkpoint'
    | 'key'
    | 'anchor';
  /** `trail` is what was recorded, `copy` what is searched and kept. */
  readonly in: 'trail' | 'copy' | 'seals';
  /** Of the entry; of a seal that of the first entry under it. */
  readonly position: string | null;
  readonly sequence: string | null;
  readonly message: string;
}

export const faultOf = (
  kind: TrailFault['kind'],
  in_: TrailFault['in'],
  position: string | null,
  sequence: string | null,
  message: string,
): TrailFault => ({ kind, in: in_, position, sequence, message });
