/** @module Leaves messages for people alone while other strings are changed: a changed word is not a fault. */
import type { Ignorer } from '@stryker-mutator/api/ignore';

/** The used part of Babel's syntax tree. */
interface SyntaxNode {
  type: string;
  /** For a string. */
  value?: string;
  /** For a template: the texts between its expressions. */
  quasis?: readonly { value: { raw: string } }[];
}

declare module '@stryker-mutator/api/ignore' {
  interface NodePath {
    node: SyntaxNode;
    parent: SyntaxNode | undefined;
  }
}

/** A string with a space in it is prose; names, labels and formats have none. */
export const proseIgnorer: Ignorer = {
  shouldIgnore: ({ node, parent }) => {
    if (node.type === 'StringLiteral') return reasonFor([node.value ?? '']);
    // a tagged one is a query or the like, and holds expressions to change
    if (node.type !== 'TemplateLiteral' || parent?.type === 'TaggedTemplateExpression') return undefined;
    return reasonFor((node.quasis ?? []).map(({ value }) => value.raw));
  },
};

function reasonFor(texts: readonly string[]): string | undefined {
  return texts.some((text) => /\s/.test(text)) ? 'message for people' : undefined;
}
