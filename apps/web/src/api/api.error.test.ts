import { describe, expect, it } from 'vitest';
import { apiErrorOf, messageOf, unreachable } from './api.error.js';

describe('errors shown to people', () => {
  it('shows the detail of the server, and which field is wrong', () => {
    const error = apiErrorOf(422, {
      type: 'about:blank',
      title: 'Unprocessable',
      status: 422,
      code: 'invalid-request',
      detail: 'The name is empty: give the event a name.',
      fields: [{ path: 'name', message: 'Give the event a name.' }],
    });
    expect(error.message).toBe('The name is empty: give the event a name.');
    expect(error.code).toBe('invalid-request');
    expect(error.fields.get('name')).toBe('Give the event a name.');
  });

  it('says something sensible when a proxy answers with a page instead of a problem', () => {
    expect(apiErrorOf(502, '<html>Bad gateway</html>').message).toContain('502');
    expect(apiErrorOf(500, null).message).toContain('500');
  });

  it('tells a lost connection from a bug of the page', () => {
    expect(messageOf(unreachable())).toContain('connection');
    expect(messageOf(new TypeError('x is undefined'))).not.toContain('undefined');
  });
});
