import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { eventCreateSchema, eventSchema } from '@visage/contracts/event.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ACCESS_RULE, type AccessRule } from './http/access.decorator.js';
import { ANY_BODY, ANY_ID } from './testing/any.request.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

let gateway: GatewayFixture;
let organizer: Session;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
});
afterAll(() => gateway.stop());

interface Route {
  name: string;
  method: string;
  path: string;
  rule: AccessRule | undefined;
}

/** Every handler of every controller that Nest knows. */
function routes(): Route[] {
  const found: Route[] = [];
  for (const module of gateway.app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
        const handler = prototype[name];
        if (!handler || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
        const path = [metatype, handler].map((target) =>
          String(Reflect.getMetadata(PATH_METADATA, target) ?? ''),
        );
        const rule = (Reflect.getMetadata(ACCESS_RULE, handler) ??
          Reflect.getMetadata(ACCESS_RULE, metatype)) as AccessRule | undefined;
        found.push({
          name: `${metatype.name}.${name}`,
          method: RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))] ?? '?',
          path: `/${path.join('/')}`.replace(/\/+/g, '/').replace(/\/$/, ''),
          rule,
        });
      }
    }
  }
  return found;
}

const concrete = (path: string): string => path.replace(':token', 'x'.repeat(44)).replace(/:\w+/g, ANY_ID);

describe('routes', () => {
  test('every route says who may call it', () => {
    expect(routes().length).toBeGreaterThanOrEqual(35);
    expect(routes().filter((route) => route.rule === undefined)).toEqual([]);
  });

  test('what anybody may call is a short list that nobody lengthens by accident', () => {
    const open = routes()
      .filter((route) => route.rule === 'public')
      .map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'DELETE /session',
      'GET /health',
      'GET /privacy',
      'GET /receipts/key.pem',
      'GET /receipts/keys',
      'GET /receipts/receipt.pdf',
      'POST /drive/notes',
      'POST /guest',
      'POST /receipts/check',
      'POST /session',
      'POST /session/renew',
    ]);
  });

  test('a stranger gets nothing from any of the others', async () => {
    for (const { method, path, rule, name } of routes().filter((route) => route.rule !== 'public')) {
      const response = await fetch(gateway.api + concrete(path), { method });
      expect([name, response.status]).toEqual([name, rule === 'link' ? expect.any(Number) : 401]);
      expect([401, 403, 404, 422], name).toContain(response.status);
      if (method === 'HEAD') continue;
      const problem = problemSchema.parse(await response.json());
      expect(problem.detail.length, name).toBeGreaterThan(10);
      expect(response.headers.get('content-type'), name).toContain('application/problem+json');
    }
  });

  test('a signed-in organizer learns nothing from ids that are not theirs', async () => {
    for (const { method, path, name } of routes().filter(
      (route) => ['user', 'bytes'].includes(route.rule ?? '') && route.path.includes(':'),
    )) {
      const body = method === 'POST' || method === 'PATCH' || method === 'PUT' ? ANY_BODY : undefined;
      const response = await organizer.fetch(concrete(path), {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      expect([name, response.status]).toEqual([name, 404]);
    }
  });
});

describe('the API description', () => {
  test('lists exactly the routes there are, with the schemas of the contracts', async () => {
    const response = await fetch(`${gateway.api}/openapi.json`);
    const document = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.unknown())),
        components: z.object({
          schemas: z.record(z.string(), z.looseObject({ required: z.array(z.string()).optional() })),
        }),
      })
      .parse(await response.json());
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = routes().map(({ method, path }) => `${method} /api${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(there.sort());
    expect(document.components.schemas['Event']?.required).toEqual(Object.keys(eventSchema.shape));
    expect(document.components.schemas['EventCreate']?.required).toEqual(['name']);
    expect(Object.keys(eventCreateSchema.shape)).toEqual([
      ...['name', 'date', 'zone', 'embedder', 'faces', 'encrypted', 'facesDays', 'photosDays'],
    ]);
  });

  test('has a page that a browser shows', async () => {
    const page = await fetch(`${gateway.api}/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
  });
});

describe('errors', () => {
  test('say which field is wrong', async () => {
    const response = await organizer.post('/events', { name: ' ', date: '20.06.2026' });
    const problem = problemSchema.parse(await response.json());
    expect(response.status).toBe(422);
    expect(problem.code).toBe('invalid-request');
    expect(problem.fields?.map((field) => field.path).sort()).toEqual(['date', 'name']);
  });

  test('are problems too when the body is no JSON, too large, or the address does not exist', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await organizer.fetch('/events', { method: 'POST', headers, body: '{' });
    const large = await organizer.fetch('/events', {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'x'.repeat(200_000) }),
    });
    const nowhere = await organizer.fetch('/nowhere');
    const answers = await Promise.all(
      [broken, large, nowhere].map(async (r) => [r.status, problemSchema.parse(await r.json()).code]),
    );
    expect(answers).toEqual([
      [400, 'bad-request'],
      [413, 'too-large'],
      [404, 'no-such-route'],
    ]);
  });
});

test('the platform says that all it stands on is up', async () => {
  const response = await fetch(`${gateway.api}/health`);
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { up: true, parts: { postgres: { up: true }, redis: { up: true }, storage: { up: true } } },
  ]);
});
