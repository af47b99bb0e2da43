import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerBinary } from '@mdm-gate/testing';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  envFrom: z.array(z.looseObject({ configMapRef: z.looseObject({ name: z.string() }) })).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
  resources: z.looseObject({ limits: z.record(z.string(), z.string()).optional() }).optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
  securityContext: z.unknown().optional(),
});

export type Container = z.infer<typeof container>;

const selector = z.looseObject({ matchLabels: z.record(z.string(), z.string()).optional() });
const peer = z.looseObject({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.looseObject({ cidr: z.string() }).optional(),
});
const ports = z.array(z.looseObject({ port: z.number() })).default([]);

/** The fields of the kinds that our tests look at; each object is held to the whole schema of its kind elsewhere. */
const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  data: z.record(z.string(), z.string()).optional(),
  spec: z
    .looseObject({
      replicas: z.number().optional(),
      template: z
        .looseObject({
          spec: z.looseObject({
            automountServiceAccountToken: z.boolean().optional(),
            terminationGracePeriodSeconds: z.number().optional(),
            initContainers: z.array(container).default([]),
            containers: z.array(container),
            volumes: z
              .array(
                z.looseObject({
                  name: z.string(),
                  secret: z.looseObject({ secretName: z.string() }).optional(),
                }),
              )
              .default([]),
          }),
        })
        .optional(),
      podSelector: selector.optional(),
      ingress: z.array(z.looseObject({ from: z.array(peer).optional(), ports })).default([]),
      egress: z.array(z.looseObject({ to: z.array(peer).optional(), ports })).default([]),
    })
    .optional(),
});

export type KubernetesObject = z.infer<typeof object>;
export type PolicyPeer = z.infer<typeof peer>;

/** What `kubectl kustomize` makes of an overlay, from a copy of the folder in which the example has its secrets. */
export const render = (root: string, overlay: string): readonly KubernetesObject[] => {
  const kubectl = findServerBinary('kubectl');
  if (kubectl === undefined) throw new Error('kubectl 1.27 or newer is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-kubernetes-'));
  try {
    cpSync(join(root, 'deploy/kubernetes'), folder, { recursive: true });
    const secrets = join(folder, 'example/secrets');
    execFileSync(process.execPath, [join(root, 'deploy/kubernetes/example/write-secrets.mjs'), secrets]);
    const text = execFileSync(kubectl, ['kustomize', join(folder, overlay)], { encoding: 'utf8' });
    return parseAllDocuments(text).map((document) => object.parse(document.toJS()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The workload of this name. */
export const podOf = (objects: readonly KubernetesObject[], name: string) => {
  const found = objects.find((each) => each.metadata.name === name && each.spec?.template !== undefined);
  if (found?.spec?.template === undefined) throw new Error(`There is no workload ${name}`);
  return found.spec.template.spec;
};

/** The variables of a container, those of its ConfigMaps too. */
export const variablesOf = (
  objects: readonly KubernetesObject[],
  { env, envFrom }: Container,
): Readonly<Record<string, string>> => {
  const maps = objects.filter(
    ({ kind, metadata }) =>
      kind === 'ConfigMap' && envFrom.some(({ configMapRef }) => configMapRef.name === metadata.name),
  );
  return Object.fromEntries<string>([
    ...maps.flatMap(({ data = {} }) => Object.entries(data)),
    ...env.map(({ name, value = '' }) => [name, value] as const),
  ]);
};
