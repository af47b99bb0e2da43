import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createClient } from '@hey-api/openapi-ts';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { exampleOf, routeCatalogue } from '@mdm-gate/contracts';
import { build } from 'esbuild';
import { createOrganization, startGateway, type RunningGateway } from '../../fixtures/running-gateway.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

interface Described {
  readonly description?: string;
}

const namedIn = (properties: unknown, parameters: unknown): [string, Described][] => [
  ...Object.entries((properties ?? {}) as Record<string, Described>),
  ...((parameters ?? []) as (Described & { readonly name: string })[]).map(
    (parameter): [string, Described] => [parameter.name, parameter],
  ),
];

describe('the OpenAPI document', () => {
  let gateway: RunningGateway;
  let text: string;
  let folder: string;

  beforeAll(async () => {
    gateway = await startGateway();
    text = await (await fetch(`${gateway.url}/api/openapi.json`)).text();
    // Within the repository, where the generated client finds the types of Node.js.
    folder = mkdtempSync(join(root, 'apps/token-admin/dist/openapi-'));
    writeFileSync(join(folder, 'openapi.json'), text);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await gateway.stop();
  });

  it('is valid to redocly', async () => {
    const problems = await lintFromString({
      source: text,
      config: await createConfig({ extends: ['minimal'] }),
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is valid to swagger-parser', async () => {
    const document = JSON.parse(text) as Parameters<typeof SwaggerParser.validate>[0];
    await expect(SwaggerParser.validate(document)).resolves.toMatchObject({ openapi: '3.1.0' });
  });

  it('is read by openapi-typescript', () => {
    const command = [
      join(root, 'apps/token-admin/node_modules/openapi-typescript/bin/cli.js'),
      'openapi.json',
      '-o',
      'types.ts',
    ];
    execFileSync(process.execPath, command, { cwd: folder, timeout: 120_000 });
  });

  it('describes every field and every parameter', () => {
    const bare: string[] = [];
    const look = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, parameters, ...others } = node as Record<string, unknown>;
      for (const [name, field] of namedIn(properties, parameters)) {
        if (!/\S.{3}/.test(field.description ?? '')) bare.push(`${path}/${name}`);
        look(field, `${path}/${name}`);
      }
      for (const [name, child] of Object.entries(others))
        if (name !== 'example') look(child, `${path}/${name}`);
    };
    look(JSON.parse(text), '');
    expect(bare).toEqual([]);
  });

  it('says where the gateway is, and how to sign in', () => {
    expect(JSON.parse(text)).toMatchObject({
      servers: [{ url: '/' }],
      components: { securitySchemes: { oidc: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('becomes a client by @hey-api/openapi-ts that compiles and works', async () => {
    const output = join(folder, 'client');
    await createClient({ input: join(folder, 'openapi.json'), output, logs: { level: 'silent' } });
    const typescript = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'preserve', '--target', 'es2023'];
    execFileSync(
      process.execPath,
      [
        typescript,
        '--ignoreConfig',
        ...options,
        '--lib',
        'es2023,dom,dom.iterable',
        join(output, 'index.ts'),
      ],
      { cwd: folder, timeout: 240_000 },
    );
    const outfile = join(folder, 'client.mjs');
    await build({ entryPoints: [join(output, 'sdk.gen.ts')], bundle: true, format: 'esm', outfile });
    const generated = (await import(pathToFileURL(outfile).href)) as {
      findOrganization: (call: object) => Promise<{ data: unknown }>;
    };
    const { organizationId } = await createOrganization(gateway);
    const token = await gateway.issuer.token([`${organizationId}:viewer`]);
    const { data } = await generated.findOrganization({
      baseUrl: gateway.url,
      path: { organizationId },
      headers: { authorization: `Bearer ${token}` },
    });
    expect(data).toMatchObject({ organizationId });
  }, 300_000);
});

describe('a gateway that is told its public address', () => {
  it('says so in `servers`', async () => {
    const gateway = await startGateway({ TOKEN_ADMIN_PUBLIC_URL: 'https://mdm.example.com/gate' });
    const document: unknown = await (await fetch(`${gateway.url}/api/openapi.json`)).json();
    expect(document).toMatchObject({ servers: [{ url: 'https://mdm.example.com/gate' }] });
    await gateway.stop();
  });
});

describe('every operation', () => {
  it.each(routeCatalogue.map((route) => [route.operationId, route] as const))(
    '%s has words, and examples that are what its schemas describe',
    (_, { summary, body, query, replies }) => {
      expect(summary).toMatch(/^\S.+\S$/);
      for (const input of [body, query].filter((schema) => schema !== undefined))
        expect(input.safeParse(exampleOf(input)).error).toBeUndefined();
      for (const { description, schema } of Object.values(replies)) {
        expect(description).not.toBe('');
        expect(schema.safeParse(exampleOf(schema, 'output')).error).toBeUndefined();
      }
    },
  );
});
