/** A style that means left or right, where the direction of the language should decide. */
export interface PhysicalStyle {
  readonly text: string;
  readonly line: number;
}

const SIDE =
  /(?<![\w-])(?:(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right)|border-(?:left|right)(?:-(?:width|style|color))?|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;
const SHORTHAND = /(?<![\w-])(inset|margin|padding|border-width)\s*:\s*([^;{}]+)/g;

/** Finds styles that do not follow the direction of the language. A rule for one direction alone, `:dir(rtl)`, may name sides. */
export function findPhysicalStyles(css: string): readonly PhysicalStyle[] {
  // Comments keep their line breaks, so that lines stay what they are.
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return plain.split('\n').flatMap((line, index) => {
    if (line.includes(':dir(')) return [];
    const side = SIDE.exec(line)?.[0] ?? uneven(line);
    return side === null ? [] : [{ text: side.trim(), line: index + 1 }];
  });
}

/** A shorthand of four values whose left is not its right. */
function uneven(line: string): string | null {
  for (const [text, , value = ''] of line.matchAll(SHORTHAND)) {
    const parts = value.trim().match(/(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? [];
    if (parts.length === 4 && parts[1] !== parts[3]) return text;
  }
  return null;
}
