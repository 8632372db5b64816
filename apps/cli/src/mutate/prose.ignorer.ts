/** @module Strings that say something to people are left alone where other strings are changed: a changed word is no fault. */
import type { Ignorer } from '@stryker-mutator/api/ignore';

/** What is used of Babel's syntax tree. */
interface SyntaxNode {
  type: string;
  /** Of a string. */
  value?: string;
  /** Of a template: the texts between its expressions. */
  quasis?: readonly { value: { raw: string } }[];
}

declare module '@stryker-mutator/api/ignore' {
  interface NodePath {
    node: SyntaxNode;
    parent: SyntaxNode | undefined;
  }
}

/** What has a blank in it is prose; names, labels and formats have none. */
export const proseIgnorer: Ignorer = {
  shouldIgnore: ({ node, parent }) => {
    if (node.type === 'StringLiteral') return reasonFor([node.value ?? '']);
    // a tagged one is a query or the like, and holds expressions to change
    if (node.type !== 'TemplateLiteral' || parent?.type === 'TaggedTemplateExpression') return undefined;
    return reasonFor((node.quasis ?? []).map(({ value }) => value.raw));
  },
};

function reasonFor(texts: readonly string[]): string | undefined {
  return texts.some((text) => /\s/.test(text)) ? 'words for people' : undefined;
}
