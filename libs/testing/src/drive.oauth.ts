/**
 * @module Google's sign-in as implemented by the fake Drive: authorization code with PKCE (S256), refresh, revocation,
 * a consent page for a person, and the JWT bearer grant of service accounts. It makes every check that Google makes,
 * so that a forgotten one shows.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ServiceAccounts } from './drive.service-account.js';
import { sendJson } from './drive.wire.js';

export const DRIVE_SCOPES = {
  file: 'https://www.googleapis.com/auth/drive.file',
  readonly: 'https://www.googleapis.com/auth/drive.readonly',
  full: 'https://www.googleapis.com/auth/drive',
} as const;

export interface AccessGrant {
  /** OAuth client, or the service account's address. */
  clientId: string;
  scopes: readonly string[];
  /** Address of the service account; absent = the person. */
  service?: string;
}

interface Code extends AccessGrant {
  redirectUri: string;
  challenge: string;
  offline: boolean;
}

const HOUR_MS = 3_600_000;
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export class DriveOAuth {
  /** What the person answers without being asked: `page` shows the consent page. */
  consent: 'allow' | 'deny' | 'page' = 'allow';
  /** Registered redirect addresses; empty = any on this machine. */
  readonly redirectUris: string[] = [];
  readonly services = new ServiceAccounts();
  private readonly codes = new Map<string, Code>();
  private readonly access = new Map<string, AccessGrant & { endsAt: number; refresh: string | null }>();
  private readonly refresh = new Map<string, AccessGrant>();

  constructor(
    readonly clientId = `${randomUUID().slice(0, 8)}.apps.googleusercontent.com`,
    readonly clientSecret = `GOCSPX-${randomUUID()}`,
  ) {}

  /** Issues a token as if the person had already consented. */
  issue(scopes: readonly string[], clientId = this.clientId): string {
    return this.newAccess({ clientId, scopes }, null);
  }

  grantOf(token: string): AccessGrant | null {
    const grant = this.access.get(token);
    return grant && grant.endsAt > Date.now() ? grant : null;
  }

  /** As happens after an hour. */
  expireAccessTokens(): void {
    for (const grant of this.access.values()) grant.endsAt = 0;
  }

  /** As happens after seven days of an app in testing, or when the person removes the app from their account. */
  endGrants(): void {
    this.refresh.clear();
    this.expireAccessTokens();
  }

  get grantCount(): number {
    return this.refresh.size;
  }

  authorize(parameters: URLSearchParams, response: ServerResponse): void {
    const redirectUri = parameters.get('redirect_uri') ?? '';
    const problem = this.problemOf(parameters, redirectUri);
    if (problem !== null) return sendPage(response, 400, `<h1>Error 400: ${problem}</h1>`);
    const decision = parameters.get('decision') ?? this.consent;
    if (decision === 'page') return sendPage(response, 200, consentPage(parameters));
    const target = new URL(redirectUri);
    const state = parameters.get('state');
    if (state !== null) target.searchParams.set('state', state);
    if (decision === 'deny') target.searchParams.set('error', 'access_denied');
    else {
      const code = `4/0${randomUUID()}`;
      const scopes = (parameters.get('scope') ?? '').split(' ').filter(Boolean);
      const offline = parameters.get('access_type') === 'offline';
      const challenge = parameters.get('code_challenge') ?? '';
      this.codes.set(code, { clientId: this.clientId, scopes, redirectUri, challenge, offline });
      target.searchParams.set('code', code);
      target.searchParams.set('scope', scopes.join(' '));
    }
    response.writeHead(302, { location: target.href });
    response.end();
  }

  token(form: URLSearchParams, response: ServerResponse): void {
    if (form.get('grant_type') === JWT_BEARER) return this.assert(form, response);
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret)
      return sendJson(response, 401, oauthError('invalid_client', 'The OAuth client was not found.'));
    switch (form.get('grant_type') ?? '') {
      case 'authorization_code':
        return this.exchange(form, response);
      case 'refresh_token':
        return this.renew(form, response);
      default:
        return sendJson(response, 400, oauthError('unsupported_grant_type', 'Invalid grant_type'));
    }
  }

  revoke(token: string, response: ServerResponse): void {
    const refresh = this.refresh.has(token) ? token : this.access.get(token)?.refresh;
    if (refresh == null && !this.access.has(token))
      return sendJson(response, 400, oauthError('invalid_token', 'Token expired or revoked'));
    this.access.delete(token);
    if (refresh != null) {
      this.refresh.delete(refresh);
      for (const [key, grant] of this.access) if (grant.refresh === refresh) this.access.delete(key);
    }
    sendJson(response, 200, {});
  }

  private problemOf(parameters: URLSearchParams, redirectUri: string): string | null {
    if (parameters.get('client_id') !== this.clientId) return 'invalid_client';
    const registered =
      this.redirectUris.length === 0 ? isLoopback(redirectUri) : this.redirectUris.includes(redirectUri);
    if (!registered) return 'redirect_uri_mismatch';
    if (parameters.get('response_type') !== 'code') return 'unsupported_response_type';
    if (parameters.get('code_challenge_method') !== 'S256' || !parameters.get('code_challenge'))
      return 'invalid_request';
    return parameters.get('scope') ? null : 'invalid_scope';
  }

  private assert(form: URLSearchParams, response: ServerResponse): void {
    const verdict = this.services.check(form.get('assertion') ?? '');
    if ('problem' in verdict) return sendJson(response, 400, oauthError('invalid_grant', verdict.problem));
    const { email, scopes } = verdict;
    this.sendTokens(response, { clientId: email, scopes, service: email }, null, null);
  }

  private exchange(form: URLSearchParams, response: ServerResponse): void {
    const code = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? ''); // even a failed try uses it up
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    if (!code || code.redirectUri !== form.get('redirect_uri') || code.challenge !== challenge)
      return sendJson(response, 400, oauthError('invalid_grant', 'Malformed auth code.'));
    const refresh = code.offline ? `1//0${randomUUID()}` : null;
    if (refresh !== null) this.refresh.set(refresh, code);
    this.sendTokens(response, code, refresh, refresh);
  }

  private renew(form: URLSearchParams, response: ServerResponse): void {
    const token = form.get('refresh_token') ?? '';
    const grant = this.refresh.get(token);
    if (!grant)
      return sendJson(response, 400, oauthError('invalid_grant', 'Token has been expired or revoked.'));
    this.sendTokens(response, grant, token, null);
  }

  private sendTokens(
    response: ServerResponse,
    grant: AccessGrant,
    refresh: string | null,
    shown: string | null,
  ): void {
    sendJson(response, 200, {
      access_token: this.newAccess(grant, refresh),
      expires_in: HOUR_MS / 1000 - 1,
      ...(shown !== null && { refresh_token: shown }),
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
    });
  }

  private newAccess({ clientId, scopes, service }: AccessGrant, refresh: string | null): string {
    const token = `ya29.${randomUUID()}`;
    this.access.set(token, {
      clientId,
      scopes,
      ...(service !== undefined && { service }),
      refresh,
      endsAt: Date.now() + HOUR_MS,
    });
    return token;
  }
}

function oauthError(error: string, description: string): { error: string; error_description: string } {
  return { error, error_description: description };
}

function isLoopback(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

function consentPage(parameters: URLSearchParams): string {
  const link = (decision: string): string =>
    `?${new URLSearchParams([...parameters, ['decision', decision]]).toString()}`;
  const scopes = (parameters.get('scope') ?? '').split(' ').map((scope) => `<li>${escape(scope)}</li>`);
  return `<h1>Visage wants to access your Google Account</h1><p>This is a stand-in of Google for trying things out.</p>
<ul>${scopes.join('')}</ul><p><a href="${escape(link('allow'))}">Allow</a> <a href="${escape(link('deny'))}">Cancel</a></p>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function sendPage(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><meta name="viewport" content="width=device-width"><title>Sign in</title>${body}`,
  );
}
