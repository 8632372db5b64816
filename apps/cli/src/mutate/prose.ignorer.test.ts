import { expect, it } from 'vitest';
import { proseIgnorer } from './prose.ignorer.js';

type Node = Parameters<typeof proseIgnorer.shouldIgnore>[0]['node'];

const ask = (node: Node, parent: Node = { type: 'NewExpression' }) =>
  proseIgnorer.shouldIgnore({ node, parent });
const template = (...texts: string[]) => ({
  type: 'TemplateLiteral',
  quasis: texts.map((raw) => ({ value: { raw } })),
});

it('messages for people are left alone, labels and formats are not', () => {
  expect(ask({ type: 'StringLiteral', value: 'the password is empty' })).toBe('message for people');
  expect(ask({ type: 'StringLiteral', value: 'wrap-data-key' })).toBeUndefined();
  expect(ask(template('a box of ', ' bytes'))).toBe('message for people');
  expect(ask(template('photo:', ''))).toBeUndefined();
  expect(ask({ type: 'ConditionalExpression' })).toBeUndefined();
});

it('a query is not prose, though it contains spaces', () => {
  expect(ask(template('select ', ' from photo'), { type: 'TaggedTemplateExpression' })).toBeUndefined();
});
