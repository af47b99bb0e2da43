import { Deployment } from 'kubernetes-models/apps/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service, ServiceAccount, type IContainer, type IEnvVar, type IVolume } from 'kubernetes-models/v1';
import { imageUser, labelsOf, podSpec, restricted, selectorOf } from './pod.ts';
import { fileOf, type ServiceDeployment } from './services.ts';

/** The pause in which it goes on answering, what it finishes afterwards, and some air. */
const stopSeconds = 5 + 15 + 10;

/** Everything that Kubernetes is told of a service, apart from who may reach it. */
export const serviceObjects = (service: ServiceDeployment) => [
  new ServiceAccount({
    metadata: { name: service.name, labels: labelsOf(service.name) },
    automountServiceAccountToken: false,
  }),
  deploymentOf(service),
  new Service({
    metadata: { name: service.name, labels: labelsOf(service.name) },
    spec: {
      selector: selectorOf(service.name).matchLabels,
      ports: portsOf(service).map(([name, port]) => ({ name, port, targetPort: name })),
    },
  }),
  new PodDisruptionBudget({
    metadata: { name: service.name, labels: labelsOf(service.name) },
    spec: { maxUnavailable: 1, selector: selectorOf(service.name) },
  }),
];

const deploymentOf = (service: ServiceDeployment): Deployment =>
  new Deployment({
    metadata: { name: service.name, labels: labelsOf(service.name) },
    spec: {
      replicas: service.replicas,
      selector: selectorOf(service.name),
      // A new replica answers before an old one goes.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: labelsOf(service.name) },
        spec: podSpec(imageUser, {
          serviceAccountName: service.name,
          terminationGracePeriodSeconds: stopSeconds,
          topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((key) => ({
            maxSkew: 1,
            topologyKey: key,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: selectorOf(service.name),
          })),
          ...(service.migrationSecrets.length > 0 && { initContainers: [migrationOf(service)] }),
          containers: [containerOf(service)],
          volumes: [
            secretVolume(service.name),
            ...(service.migrationSecrets.length > 0 ? [secretVolume(`${service.name}-migrations`)] : []),
          ],
        }),
      },
    },
  });

const containerOf = (service: ServiceDeployment): IContainer => ({
  name: service.name,
  image: `mdm-gate/${service.name}`,
  envFrom: [{ configMapRef: { name: service.name } }],
  env: filesOf(service.secrets, service.name),
  ports: portsOf(service).map(([name, containerPort]) => ({ name, containerPort })),
  volumeMounts: [mountOf(service.name)],
  startupProbe: { httpGet: { path: '/livez', port: 'health' }, periodSeconds: 2, failureThreshold: 60 },
  livenessProbe: { httpGet: { path: '/livez', port: 'health' }, periodSeconds: 10, timeoutSeconds: 5 },
  readinessProbe: { httpGet: { path: '/readyz', port: 'health' }, periodSeconds: 2, timeoutSeconds: 5 },
  resources: {
    requests: { cpu: service.cpuRequest, memory: service.memory.request },
    limits: { memory: service.memory.limit },
  },
  securityContext: restricted,
});

/** Brings the schema up to date before the new version starts, as a role that the service itself is not. */
const migrationOf = (service: ServiceDeployment): IContainer => ({
  name: 'migrate',
  image: `mdm-gate/${service.name}`,
  args: [`apps/${service.name}/dist/migrate.js`],
  env: filesOf(service.migrationSecrets, `${service.name}-migrations`),
  volumeMounts: [mountOf(`${service.name}-migrations`)],
  resources: {
    requests: { cpu: '50m', memory: '128Mi' },
    limits: { memory: service.memory.limit },
  },
  securityContext: restricted,
});

const filesOf = (settings: readonly string[], secret: string): IEnvVar[] =>
  settings.map((setting) => ({ name: `${setting}_FILE`, value: `/secrets/${secret}/${fileOf(setting)}` }));

const mountOf = (secret: string) => ({ name: secret, mountPath: `/secrets/${secret}`, readOnly: true });

/** For the user of the image alone, by its group. */
const secretVolume = (secretName: string): IVolume => ({
  name: secretName,
  secret: { secretName, defaultMode: 0o440 },
});

const portsOf = (service: ServiceDeployment): [string, number][] => Object.entries(service.ports);
