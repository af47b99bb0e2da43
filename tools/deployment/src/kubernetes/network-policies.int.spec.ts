import { workspaceRoot } from '../workspace/workspace-root.ts';
import { doorLabels, speaksOnNats } from './network-policies.ts';
import { render, type KubernetesObject, type PolicyPeer } from './rendered.fixture.ts';
import { services } from './services.ts';

const names = services.map(({ name }) => name);
const stores = ['nats', 'postgres', 'redis'] as const;

const policies = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec);

const isPod = (peer: PolicyPeer, name: string): boolean =>
  peer.namespaceSelector === undefined && peer.podSelector?.matchLabels?.['app.kubernetes.io/name'] === name;

const ownPolicies = (objects: readonly KubernetesObject[], name: string) =>
  policies(objects).filter((spec) => spec?.podSelector?.matchLabels?.['app.kubernetes.io/name'] === name);

/** Whether the policies let a pod open a connection to another: it must be let out, and in. */
const reaches = (objects: readonly KubernetesObject[], from: string, to: string): boolean =>
  ownPolicies(objects, from).some((spec) =>
    spec?.egress.some(({ to: peers = [] }) => peers.some((peer) => isPod(peer, to))),
  ) &&
  ownPolicies(objects, to).some((spec) =>
    spec?.ingress.some(({ from: peers = [] }) => peers.some((peer) => isPod(peer, from))),
  );

/** Ports of a service that pods of namespaces with this label reach. */
const doorsOf = (objects: readonly KubernetesObject[], name: string, label: string): readonly number[] =>
  ownPolicies(objects, name).flatMap((spec) =>
    (spec?.ingress ?? [])
      .filter(({ from = [] }) => from.some((peer) => peer.namespaceSelector?.matchLabels?.[label] === 'true'))
      .flatMap(({ ports }) => ports.map(({ port }) => port)),
  );

describe.each(['example', 'production'])('in %s', (overlay) => {
  const objects = render(workspaceRoot, overlay);

  it('nothing is reached unless a policy says so', () => {
    const empty = policies(objects).filter((spec) => spec?.podSelector?.matchLabels === undefined);
    expect(empty).toHaveLength(1);
    expect(empty[0]).toMatchObject({ policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] });
  });

  it('the services meet on NATS and nowhere else', () => {
    const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
    expect(pairs.filter(([from, to]) => reaches(objects, from, to))).toEqual([]);
    for (const name of names)
      expect([name, reaches(objects, name, 'nats')]).toEqual([name, speaksOnNats(name)]);
  });

  it('who asks for checks reaches NATS, by a label of its namespace, and nothing else', () => {
    expect(doorsOf(objects, 'nats', doorLabels.checks)).toEqual([4222]);
    for (const name of names) expect(doorsOf(objects, name, doorLabels.checks)).toEqual([]);
  });

  it('Prometheus reaches the health ports, and what brings people in reaches the gateway', () => {
    for (const { name, ports } of services) {
      expect(doorsOf(objects, name, doorLabels.monitoring)).toEqual([ports.health]);
      expect(doorsOf(objects, name, doorLabels.gateway)).toEqual(
        ports.http === undefined ? [] : [ports.http],
      );
    }
  });
});

it('a server in the cluster is reached by those whose store it is', () => {
  const objects = render(workspaceRoot, 'example');
  for (const { name, stores: own } of services)
    for (const store of stores.filter((each) => each !== 'nats'))
      expect([name, store, reaches(objects, name, store)]).toEqual([name, store, own.includes(store)]);
});
