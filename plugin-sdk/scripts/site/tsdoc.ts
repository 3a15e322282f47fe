import {
  DocCodeSpan,
  type DocComment,
  DocErrorText,
  DocEscapedText,
  DocExcerpt,
  DocFencedCode,
  DocLinkTag,
  type DocNode,
  DocPlainText,
  DocSoftBreak,
  TSDocConfiguration,
  TSDocParser,
} from '@microsoft/tsdoc';

/** A documentation comment, its parts as Markdown. */
export interface Documentation {
  readonly summary: string;
  readonly remarks: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly returns: string;
  readonly throws: readonly string[];
  readonly examples: readonly string[];
  /** What to use instead and since when; null for what is not deprecated. */
  readonly deprecated: string | null;
}

/** Answers the address of what a comment links to; null where it has no page. */
export type LinkResolver = (name: string, member: string | undefined) => string | null;

const parser = (): TSDocParser => new TSDocParser(new TSDocConfiguration());

/** Takes a documentation comment apart. */
export function readDocumentation(comment: string, link: LinkResolver): Documentation {
  const { docComment } = parser().parseString(comment.trim() === '' ? '/** */' : comment);
  const text = (node: DocNode | undefined): string =>
    node === undefined ? '' : markdownOf(node, link).trim();
  const custom = (tag: string): readonly string[] => blocksOf(docComment, tag).map(text);
  return {
    summary: text(docComment.summarySection),
    remarks: text(docComment.remarksBlock?.content),
    parameters: new Map(docComment.params.blocks.map((block) => [block.parameterName, text(block.content)])),
    returns: text(docComment.returnsBlock?.content),
    throws: custom('@THROWS'),
    examples: custom('@EXAMPLE'),
    deprecated: docComment.deprecatedBlock === undefined ? null : text(docComment.deprecatedBlock.content),
  };
}

const blocksOf = (comment: DocComment, tag: string): readonly DocNode[] =>
  comment.customBlocks
    .filter(({ blockTag }) => blockTag.tagNameWithUpperCase === tag)
    .map(({ content }) => content);

function markdownOf(node: DocNode, link: LinkResolver): string {
  if (node instanceof DocPlainText) return node.text;
  if (node instanceof DocEscapedText) return node.decodedText;
  if (node instanceof DocErrorText) return node.text;
  if (node instanceof DocSoftBreak) return '\n';
  if (node instanceof DocCodeSpan) return `\`${node.code}\``;
  if (node instanceof DocFencedCode) return `\n\n\`\`\`${node.language}\n${node.code}\`\`\`\n\n`;
  if (node instanceof DocLinkTag) return linkOf(node, link);
  if (node instanceof DocExcerpt) return '';
  const inner = node
    .getChildNodes()
    .map((child) => markdownOf(child, link))
    .join('');
  return node.kind === 'Paragraph' ? `${inner.trim()}\n\n` : inner;
}

function linkOf(node: DocLinkTag, link: LinkResolver): string {
  if (node.urlDestination !== undefined)
    return `[${node.linkText ?? node.urlDestination}](${node.urlDestination})`;
  const names = (node.codeDestination?.memberReferences ?? []).map(
    (part) => part.memberIdentifier?.identifier ?? '',
  );
  const [name = '', member] = names;
  const shown = node.linkText ?? names.join('.');
  const target = link(name, member);
  return target === null
    ? `\`${shown}\``
    : `[${node.linkText === undefined ? `\`${shown}\`` : shown}](${target})`;
}
