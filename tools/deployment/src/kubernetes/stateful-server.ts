import { StatefulSet } from 'kubernetes-models/apps/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service, type IContainer, type IPersistentVolumeClaim, type IVolume } from 'kubernetes-models/v1';
import { labelsOf, podSpec, restricted, selectorOf } from './pod.ts';

/** A server that keeps something, in the cluster. */
export interface StatefulServer {
  readonly name: string;
  readonly image: string;
  readonly user: number;
  readonly replicas: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly args?: string[];
  readonly env?: IContainer['env'];
  readonly ready: NonNullable<IContainer['readinessProbe']>;
  /** Where it keeps what outlives it; nothing unless set. */
  readonly data?: { readonly path: string; readonly size: string };
  /** Folders that it must be able to write to. */
  readonly scratch?: readonly string[];
  readonly volumes?: readonly { readonly volume: IVolume; readonly path: string }[];
  readonly memory: string;
}

export const statefulServer = (server: StatefulServer) => [
  serviceOf(server),
  statefulSetOf(server),
  ...(server.replicas === 1 ? [] : [budgetOf(server)]),
];

/** Each server has a name of its own behind it, also before it is ready: they find one another by it. */
const serviceOf = ({ name, replicas, ports }: StatefulServer): Service =>
  new Service({
    metadata: { name, labels: labelsOf(name) },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: replicas > 1,
      selector: selectorOf(name).matchLabels,
      ports: Object.entries(ports).map(([port, number]) => ({ name: port, port: number, targetPort: port })),
    },
  });

const statefulSetOf = (server: StatefulServer): StatefulSet =>
  new StatefulSet({
    metadata: { name: server.name, labels: labelsOf(server.name) },
    spec: {
      serviceName: server.name,
      replicas: server.replicas,
      podManagementPolicy: 'Parallel',
      selector: selectorOf(server.name),
      template: { metadata: { labels: labelsOf(server.name) }, spec: podOf(server) },
      ...(server.data !== undefined && { volumeClaimTemplates: [claimOf(server.data.size)] }),
    },
  });

const podOf = (server: StatefulServer) =>
  podSpec(server.user, {
    terminationGracePeriodSeconds: 60,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: selectorOf(server.name),
      },
    ],
    containers: [containerOf(server)],
    volumes: [
      ...(server.scratch ?? []).map((_, index) => ({ name: `scratch-${index}`, emptyDir: {} })),
      ...(server.volumes ?? []).map(({ volume }) => volume),
    ],
  });

const claimOf = (size: string): IPersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
});

const budgetOf = ({ name }: StatefulServer): PodDisruptionBudget =>
  new PodDisruptionBudget({
    metadata: { name, labels: labelsOf(name) },
    spec: { maxUnavailable: 1, selector: selectorOf(name) },
  });

const containerOf = (server: StatefulServer): IContainer => ({
  name: server.name,
  image: server.image,
  ...(server.args !== undefined && { args: server.args }),
  ...(server.env !== undefined && { env: server.env }),
  ports: Object.entries(server.ports).map(([name, containerPort]) => ({ name, containerPort })),
  readinessProbe: server.ready,
  volumeMounts: [
    ...(server.data === undefined ? [] : [{ name: 'data', mountPath: server.data.path }]),
    ...(server.scratch ?? []).map((mountPath, index) => ({ name: `scratch-${index}`, mountPath })),
    ...(server.volumes ?? []).map(({ volume, path }) => ({
      name: volume.name,
      mountPath: path,
      readOnly: true,
    })),
  ],
  resources: { requests: { cpu: '100m', memory: server.memory }, limits: { memory: server.memory } },
  securityContext: restricted,
});
