import { IntlMessageFormat } from 'intl-messageformat';

interface Piece {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Piece[] }>>;
  readonly children?: readonly Piece[];
}

const LITERAL = 0;
const POUND = 7;
const TAG = 8;

/** Names of the placeholders and tags of a text in ICU MessageFormat, sorted. @throws Error where it cannot be read */
export function placeholdersOf(text: string, isRich: boolean): readonly string[] {
  if (!/[{<']/.test(text)) return [];
  const names = new Set<string>();
  const collect = (pieces: readonly Piece[]): void => {
    for (const { type, value, options, children } of pieces) {
      if (type !== LITERAL && type !== POUND) names.add(type === TAG ? `<${value}>` : `{${value}}`);
      for (const option of Object.values(options ?? {})) collect(option.value);
      collect(children ?? []);
    }
  };
  collect(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: !isRich }).getAst() as readonly Piece[]);
  return [...names].sort();
}
