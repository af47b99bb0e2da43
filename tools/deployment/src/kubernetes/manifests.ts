import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Namespace } from 'kubernetes-models/v1';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1';
import { stringify } from 'yaml';
import { verifierAutoscaler } from './autoscaling.ts';
import { monitoring } from './monitoring.ts';
import { networkPolicies, storePolicy } from './network-policies.ts';
import { labelsOf, selectorOf } from './pod.ts';
import { serviceObjects } from './service-objects.ts';
import { nats, postgres, redis } from './servers.ts';
import { services } from './services.ts';
import { simulators } from './stand-ins.ts';

/** An object that checks itself against the schema of its kind. */
interface Manifest {
  validate(): void;
  toJSON(): unknown;
}

const podsOf = (name: string): INetworkPolicyPeer => ({ podSelector: selectorOf(name) });

/** Every address that is not of this cluster; production narrows it. */
const anywhere: INetworkPolicyPeer = { ipBlock: { cidr: '0.0.0.0/0' } };

/** What is written below deploy/kubernetes, by file. The kustomizations beside them are written by hand. */
const manifests = (root: string): Readonly<Record<string, readonly Manifest[]>> => ({
  'base/namespace.yaml': [namespace()],
  ...Object.fromEntries(services.map((service) => [`base/${service.name}.yaml`, serviceObjects(service)])),
  'example/servers.yaml': [...postgres(), ...redis(), ...nats(1)],
  'example/simulators.yaml': simulators(),
  'example/network-policies.yaml': [
    ...networkPolicies({
      nats: [podsOf('nats')],
      postgres: [podsOf('postgres')],
      redis: [podsOf('redis')],
      outside: [anywhere],
    }),
    storePolicy('postgres'),
    storePolicy('redis'),
    storePolicy('nats'),
  ],
  'production/nats.yaml': nats(3),
  'production/autoscaling.yaml': [verifierAutoscaler()],
  'production/network-policies.yaml': [
    ...networkPolicies({
      nats: [podsOf('nats')],
      postgres: [anywhere],
      redis: [anywhere],
      outside: [anywhere],
    }),
    storePolicy('nats'),
  ],
  'monitoring/prometheus-operator.yaml': monitoring(root),
});

/** Where nothing may run that the restricted standard refuses. */
const namespace = (): Namespace =>
  new Namespace({
    metadata: {
      name: 'mdm-gate',
      labels: {
        ...labelsOf('mdm-gate'),
        ...Object.fromEntries(
          ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
        ),
      },
    },
  });

/** Files that are no objects: what kustomizations make ConfigMaps of. */
const configFiles = (root: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    services.map(({ name, settings }) => [`base/${name}.env`, environmentFile(settings)]),
  ),
  // A kustomization reads nothing outside its folder.
  ...Object.fromEntries(
    ['example', 'production'].flatMap((overlay) =>
      ['nats.conf', 'server.conf'].map((file) => [`${overlay}/${file}`, deployed(root, `nats/${file}`)]),
    ),
  ),
  'example/roles.sql': deployed(root, 'postgres/roles.sql'),
});

const deployed = (root: string, file: string): string => readFileSync(join(root, 'deploy', file), 'utf8');

const environmentFile = (settings: Readonly<Record<string, string>>): string =>
  `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;

const header = '# Written by `npm run kubernetes:write`; not to be edited by hand.\n';

/** Everything that is written below deploy/kubernetes. */
export const filesOfKubernetes = (root: string): Readonly<Record<string, string>> => ({
  ...configFiles(root),
  ...Object.fromEntries(
    Object.entries(manifests(root)).map(([file, objects]) => [file, renderManifests(objects)]),
  ),
});

/** Throws when an object is none of its kind. */
const renderManifests = (objects: readonly Manifest[]): string => {
  for (const object of objects) object.validate();
  const documents = objects.map((object) =>
    stringify(object.toJSON(), { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true }),
  );
  return header + documents.join('---\n');
};
