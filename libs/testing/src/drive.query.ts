/**
 * @module The search language of `files.list`, as far as it is used:
 * `'id' in parents and (mimeType contains 'image/' or name = 'x') and not trashed = true and appProperties has { key='a' and value='b' }`.
 *
 * `and` and `or` have equal precedence and are read from left to right, as Drive does.
 */
import { invalid } from './drive.wire.js';

/** What a query may ask of a file. */
export interface QueriedFile {
  name: string;
  mimeType: string;
  parents: readonly string[];
  trashed: boolean;
  /** Shared itself, not through a folder above it. */
  sharedWithMe: boolean;
  createdTime: string;
  modifiedTime: string;
  /** Those of the asking client. */
  appProperties: Readonly<Record<string, string>>;
  properties: Readonly<Record<string, string>>;
  targetId: string | null;
}

export type FileTest = (file: QueriedFile) => boolean;

const TOKEN = /\s*(?:'((?:[^'\\]|\\.)*)'|([A-Za-z.]+)|(!=|<=|>=|[=<>(){}]))/y;

interface Token {
  kind: 'text' | 'word' | 'sign';
  text: string;
}

/** @throws DriveRefused 400 for a query it cannot read. */
export function parseQuery(query: string): FileTest {
  const tokens = tokensOf(query);
  let at = 0;

  const isNext = (kind: Token['kind'], text: string): boolean =>
    tokens[at]?.kind === kind && tokens[at]?.text === text;
  function take(kind: Token['kind'], text?: string): string {
    const token = tokens[at++];
    if (token?.kind !== kind || (text !== undefined && token.text !== text)) throw invalid('q');
    return token.text;
  }

  function expression(): FileTest {
    let left = operand();
    for (;;) {
      const before = left;
      if (isNext('word', 'and')) {
        at++;
        const right = operand();
        left = (file) => before(file) && right(file);
      } else if (isNext('word', 'or')) {
        at++;
        const right = operand();
        left = (file) => before(file) || right(file);
      } else return left;
    }
  }

  function operand(): FileTest {
    if (isNext('word', 'not')) {
      at++;
      const inner = operand();
      return (file) => !inner(file);
    }
    if (isNext('sign', '(')) {
      at++;
      const inner = expression();
      take('sign', ')');
      return inner;
    }
    return tokens[at]?.kind === 'text' ? membership() : comparison();
  }

  function membership(): FileTest {
    const value = take('text');
    take('word', 'in');
    take('word', 'parents');
    return (file) => file.parents.includes(value);
  }

  function comparison(): FileTest {
    const field = take('word');
    if (field === 'appProperties' || field === 'properties') return hasProperty(field);
    const operator = tokens[at++]?.text ?? '';
    if (field === 'trashed' || field === 'sharedWithMe') return compareFlag(field, operator);
    const value = take('text');
    switch (field) {
      case 'name':
        return compareText((file) => file.name.toLowerCase(), operator, value.toLowerCase(), startsWithWord);
      case 'mimeType':
        return compareText(
          (file) => file.mimeType,
          operator,
          value,
          (text, part) => text.startsWith(part),
        );
      case 'createdTime':
      case 'modifiedTime':
        return compareTime((file) => file[field], operator, value);
      case 'shortcutDetails.targetId':
        if (operator !== '=') throw invalid('q');
        return (file) => file.targetId === value;
      default:
        throw invalid('q');
    }
  }

  function hasProperty(field: 'appProperties' | 'properties'): FileTest {
    take('word', 'has');
    take('sign', '{');
    take('word', 'key');
    take('sign', '=');
    const key = take('text');
    take('word', 'and');
    take('word', 'value');
    take('sign', '=');
    const value = take('text');
    take('sign', '}');
    return (file) => file[field][key] === value;
  }

  function compareFlag(field: 'trashed' | 'sharedWithMe', operator: string): FileTest {
    const value = take('word');
    if ((value !== 'true' && value !== 'false') || (operator !== '=' && operator !== '!='))
      throw invalid('q');
    const wanted = (value === 'true') === (operator === '=');
    return (file) => file[field] === wanted;
  }

  const test = expression();
  if (at !== tokens.length) throw invalid('q');
  return test;
}

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  const reader = new RegExp(TOKEN);
  const end = query.trimEnd().length;
  while (reader.lastIndex < end) {
    const found = reader.exec(query);
    if (!found) throw invalid('q');
    const [, text, word, sign] = found;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

function compareText(
  of: (file: QueriedFile) => string,
  operator: string,
  value: string,
  contains: (text: string, part: string) => boolean,
): FileTest {
  switch (operator) {
    case '=':
      return (file) => of(file) === value;
    case '!=':
      return (file) => of(file) !== value;
    case 'contains':
      return (file) => contains(of(file), value);
    default:
      throw invalid('q');
  }
}

function compareTime(of: (file: QueriedFile) => string, operator: string, value: string): FileTest {
  const time = Date.parse(value);
  const compare: Record<string, (other: number) => boolean> = {
    '=': (other) => other === time,
    '!=': (other) => other !== time,
    '<': (other) => other < time,
    '<=': (other) => other <= time,
    '>': (other) => other > time,
    '>=': (other) => other >= time,
  };
  const test = compare[operator];
  if (!test || Number.isNaN(time)) throw invalid('q');
  return (file) => test(Date.parse(of(file)));
}

/** Drive's `name contains` finds beginnings of words only. */
function startsWithWord(text: string, part: string): boolean {
  return (
    text.startsWith(part) ||
    new RegExp(`[^\\p{L}\\p{N}]${part.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(text)
  );
}
