/** @module Finds text in a source file of the app that is written there instead of taken from `texts`. */
import ts from 'typescript';

/** Attributes that people read or hear. */
const SPOKEN =
  /^(aria-(label|description|placeholder|valuetext|roledescription)|alt|title|placeholder|label|hint|note|text|warning|action)$/;
/** Two letters in a row: no separators, signs or units. */
const WORDS = /\p{L}{2}/u;

const placeOf = (node: ts.Node): string => {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
};

export function parseSource(fileName: string, source: string): ts.SourceFile {
  const kind = fileName.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true, kind);
}

/** Whether the value of `node` ends up on the page: as a child, or in an attribute that is read or heard. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isBinaryExpression(parent)) {
    const gives = /^(\?\?|\|\||&&|\+)$/.test(parent.operatorToken.getText());
    return gives && isShown(parent);
  }
  if (ts.isParenthesizedExpression(parent) || ts.isTemplateExpression(parent)) return isShown(parent);
  if (ts.isJsxExpression(parent)) {
    return ts.isJsxAttribute(parent.parent) ? SPOKEN.test(parent.parent.name.getText()) : true;
  }
  return ts.isJsxAttribute(parent) && SPOKEN.test(parent.name.getText());
}

/** @returns `file:line: text` for each text that is written into a page. */
export function literalTexts(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const words = ts.isJsxText(node) || ts.isStringLiteralLike(node) ? node.text : templateText(node);
    if (words !== null && WORDS.test(words) && (ts.isJsxText(node) || isShown(node))) {
      found.push(`${placeOf(node)}: ${words.trim()}`);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

function templateText(node: ts.Node): string | null {
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ');
}

/** @returns `file:line` for each use of `texts` that is read only once, when the module is loaded. */
export function textsReadOnce(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && node.text === 'texts') found.push(placeOf(node));
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}
