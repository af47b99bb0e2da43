import { statefulServer, type StatefulServer } from './stateful-server.ts';

const asks = (port: number): StatefulServer['ready'] => ({ tcpSocket: { port }, periodSeconds: 5 });

/** NATS with JetStream; three of them keep each stream in three copies and bear the loss of one. */
export const nats = (replicas: 1 | 3) =>
  statefulServer({
    name: 'nats',
    image: 'nats:2.14-alpine',
    user: 1000,
    replicas,
    ports: { client: 4222, monitor: 8222, ...(replicas > 1 && { routes: 6222 }) },
    args: [
      '--config',
      '/etc/nats/nats.conf',
      ...(replicas > 1 ? ['--name', '$(POD_NAME)', ...clusterArgs] : []),
    ],
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ready: {
      httpGet: { path: '/healthz?js-server-only=true', port: 'monitor' },
      periodSeconds: 5,
      timeoutSeconds: 5,
    },
    data: { path: '/data', size: '10Gi' },
    volumes: [{ volume: { name: 'config', configMap: { name: 'nats' } }, path: '/etc/nats' }],
    memory: '512Mi',
  });

const routes = [0, 1, 2].map((index) => `nats://nats-${index}.nats:6222`).join(',');
const clusterArgs = ['--cluster_name', 'mdm-gate', '--cluster', 'nats://0.0.0.0:6222', '--routes', routes];

/** What the verifier fills from the stream: nothing in it needs to outlive it. */
export const redis = () =>
  statefulServer({
    name: 'redis',
    image: 'redis:7.4-alpine',
    user: 999,
    replicas: 1,
    ports: { client: 6379 },
    args: ['redis-server', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    ready: asks(6379),
    scratch: ['/data'],
    memory: '512Mi',
  });

export const postgres = () =>
  statefulServer({
    name: 'postgres',
    image: 'postgres:17-alpine',
    user: 70,
    replicas: 1,
    ports: { client: 5432 },
    env: [
      { name: 'POSTGRES_USER', value: 'mdm_gate' },
      { name: 'POSTGRES_DB', value: 'mdm_gate' },
      { name: 'POSTGRES_PASSWORD_FILE', value: '/secrets/postgres/password' },
      { name: 'PGDATA', value: '/var/lib/postgresql/data/cluster' },
    ],
    ready: asks(5432),
    data: { path: '/var/lib/postgresql/data', size: '5Gi' },
    scratch: ['/var/run/postgresql', '/tmp'],
    volumes: [
      {
        volume: { name: 'password', secret: { secretName: 'postgres', defaultMode: 0o440 } },
        path: '/secrets/postgres',
      },
    ],
    memory: '512Mi',
  });
