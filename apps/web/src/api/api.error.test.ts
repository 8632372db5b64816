import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../texts/texts.js';
import { apiErrorOf, messageOf, unreachable } from './api.error.js';

afterEach(() => setLanguage('en', []));

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

  it('speaks the language of the reader, where the server speaks English', async () => {
    await setLanguage('de', []);
    const detail = 'This code opens nothing.';
    const problem = { type: 'about:blank', title: 'Not found', status: 404, code: 'unknown-code', detail };
    const error = apiErrorOf(404, { ...problem, fields: [{ path: 'code', message: detail }] });
    expect(error.message).toMatch(/^Dieser Code öffnet nichts/);
    expect(error.fields.get('code')).toBe(error.message);
    expect(apiErrorOf(404, { ...problem, code: 'new-code' }).message).toBe(detail);
  });

  it('says when a link opens that is not open yet', () => {
    const problem = {
      type: 'about:blank',
      title: 'Not allowed',
      status: 403,
      code: 'not-yet-open',
      detail: 'x',
    };
    expect(apiErrorOf(403, { ...problem, opensAt: '2026-06-20T12:00:00Z' }).message).toMatch(/opens .*2026/);
    expect(apiErrorOf(403, problem).message).toBe('x');
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
