import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { programs } from '../images/programs.ts';
import { ServiceConfig } from '../settings/service-config.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  build: z.looseObject({ target: z.string() }).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  extends: z.object({ file: z.string(), service: z.string() }).optional(),
});
const fileSchema = z.looseObject({ services: z.record(z.string(), serviceSchema) });

const read = (file: string) =>
  fileSchema.parse(parse(readFileSync(join(workspaceRoot, file), 'utf8'), { merge: true })).services;

const everything = read('docker-compose.yml');
const servers = read('compose.servers.yml');

describe('docker-compose.yml', () => {
  it('builds an image of every program', () => {
    const targets = Object.values(everything).flatMap(({ build }) => build?.target ?? []);
    expect([...targets].sort()).toEqual([...programs].sort());
  });

  it('has what metrics and traces are looked at with, and every service sends its spans there', () => {
    expect(Object.keys(everything)).toEqual(expect.arrayContaining(['prometheus', 'grafana', 'jaeger']));
    for (const name of ['token-admin', 'verifier', 'mdm-push'])
      expect(everything[name]?.environment['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://jaeger:4318');
  });

  it.each(['token-admin', 'verifier', 'mdm-push'] as const)(
    'gives %s settings that it takes',
    async (name) => {
      const config = await ServiceConfig.read(workspaceRoot, name);
      const given = Object.entries(everything[name]?.environment ?? {});
      const own = given.filter(([variable]) => !variable.startsWith('OTEL_'));
      expect(config.problemsWith(Object.fromEntries(own))).toEqual([]);
    },
  );

  it('takes every right from our programs that they do not need', () => {
    const ours = Object.entries(everything).filter(([, { image }]) => image?.includes('MDM_GATE_IMAGES'));
    expect(ours.length).toBeGreaterThan(programs.length);
    for (const [name, service] of ours)
      expect([name, service]).toEqual([
        name,
        expect.objectContaining({
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
        }),
      ]);
  });
});

it.each([
  ['docker-compose.yml', everything],
  ['compose.servers.yml', servers],
])('%s listens on this machine only', (_, services) => {
  const ports = Object.values(services).flatMap((service) => service.ports);
  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

it('both files have the same three servers', () => {
  const extended = (services: typeof servers) =>
    Object.values(services).flatMap((service) => service.extends ?? []);
  expect(extended(servers).map(({ service }) => service)).toEqual(['postgres', 'redis', 'nats']);
  expect(extended(everything)).toEqual(extended(servers));
  expect(Object.keys(read('deploy/compose/servers.yml'))).toEqual(['postgres', 'redis', 'nats']);
});
