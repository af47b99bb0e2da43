import { eventCatalogue, requestCatalogue, type ServiceName } from '@mdm-gate/contracts';
import {
  NetworkPolicy,
  type INetworkPolicyEgressRule,
  type INetworkPolicyIngressRule,
  type INetworkPolicyPeer,
  type INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';
import { labelsOf, selectorOf } from './pod.ts';
import { services, type ServiceDeployment } from './services.ts';

/** Where an overlay has what the services use: pods of its own, or addresses. */
export interface Surroundings {
  readonly nats: readonly INetworkPolicyPeer[];
  readonly postgres: readonly INetworkPolicyPeer[];
  readonly redis: readonly INetworkPolicyPeer[];
  /** MDM systems and the issuer. */
  readonly outside: readonly INetworkPolicyPeer[];
}

const portsOfStore = { nats: [4222], postgres: [5432], redis: [6379, 26_379] } as const;

/** Given to namespaces whose pods may reach a door of ours. */
export const doorLabels = {
  gateway: 'mdm-gate/reaches-gateway',
  monitoring: 'mdm-gate/reads-metrics',
  checks: 'mdm-gate/asks-for-checks',
} as const;

/** Who speaks on NATS: whoever publishes, asks or answers anything. The services meet there and nowhere else. */
export const speaksOnNats = (name: ServiceName | 'internal-services'): boolean =>
  eventCatalogue.some(({ publishedBy }) => publishedBy === name) ||
  requestCatalogue.some(
    ({ answeredBy, mayBeCalledBy }) =>
      answeredBy === name || mayBeCalledBy.some((caller: string) => caller === name),
  );

/** Nothing may be reached unless a policy says so; each service reaches its store, NATS, and what it calls outside. */
export const networkPolicies = (surroundings: Surroundings): readonly NetworkPolicy[] => [
  new NetworkPolicy({
    metadata: { name: 'nothing-unless-allowed', labels: labelsOf('mdm-gate') },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  ...services.map((service) => policyOf(service, surroundings)),
];

const policyOf = (service: ServiceDeployment, surroundings: Surroundings): NetworkPolicy =>
  new NetworkPolicy({
    metadata: { name: service.name, labels: labelsOf(service.name) },
    spec: {
      podSelector: selectorOf(service.name),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        ...(service.ports.http === undefined ? [] : [door(doorLabels.gateway, service.ports.http)]),
        door(doorLabels.monitoring, service.ports.health),
      ],
      egress: [
        names,
        ...(speaksOnNats(service.name) ? [towards(surroundings.nats, portsOfStore.nats)] : []),
        ...service.stores.map((store) => towards(surroundings[store], portsOfStore[store])),
        ...(service.callsOut ? [towards(surroundings.outside, [443])] : []),
      ],
    },
  });

/** The names of others are looked up at the DNS of the cluster. */
const names: INetworkPolicyEgressRule = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

const tcp = (ports: readonly number[]): INetworkPolicyPort[] =>
  ports.map((port) => ({ port, protocol: 'TCP' }));

const door = (label: string, port: number): INetworkPolicyIngressRule => ({
  from: [{ namespaceSelector: { matchLabels: { [label]: 'true' } } }],
  ports: tcp([port]),
});

const towards = (
  peers: readonly INetworkPolicyPeer[],
  ports: readonly number[],
): INetworkPolicyEgressRule => ({
  to: [...peers],
  ports: tcp(ports),
});

/** For servers of our own in the cluster: only those whose store it is reach them. */
export const storePolicy = (store: 'nats' | 'postgres' | 'redis'): NetworkPolicy => {
  const mayReach = services.filter((service) =>
    store === 'nats' ? speaksOnNats(service.name) : service.stores.includes(store),
  );
  const own = mayReach.map(({ name }) => ({ podSelector: selectorOf(name) }));
  const callers =
    store === 'nats' && speaksOnNats('internal-services')
      ? [{ namespaceSelector: { matchLabels: { [doorLabels.checks]: 'true' } } }]
      : [];
  const clients = {
    from: [...own, ...callers],
    ports: tcp(portsOfStore[store].slice(0, 1)),
  };
  const cluster = { podSelector: selectorOf('nats') };
  const routes = tcp([6222]);
  return new NetworkPolicy({
    metadata: { name: store, labels: labelsOf(store) },
    spec: {
      podSelector: selectorOf(store),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [clients, ...(store === 'nats' ? [{ from: [cluster], ports: routes }] : [])],
      egress: store === 'nats' ? [names, { to: [cluster], ports: routes }] : [],
    },
  });
};
