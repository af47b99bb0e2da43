import { statefulServer, type StatefulServer } from './stateful-server.ts';

const asks = (port: number): StatefulServer['ready'] => ({ tcpSocket: { port }, periodSeconds: 5 });

/** NATS with JetStream; three of them keep each stream in three copies and bear the loss of one. */
export const nats = (replicas: 1 | 3) =>
  statefulServer({
    name: 'nats',
    image: 'nats:2.14-alpine',
    user: 1000,
    replicas,
    ports: { client: 4222, ...(replicas > 1 && { routes: 6222 }) },
    args: [
      '--config',
      '/etc/nats/nats.conf',
      '--addr',
      '0.0.0.0',
      ...(replicas > 1 ? ['--name', '$(POD_NAME)', ...clusterArgs] : []),
    ],
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    // Who asks about the server's health does so from inside: that port is closed to all others.
    ready: {
      exec: {
        command: ['wget', '--quiet', '--spider', 'http://127.0.0.1:8222/healthz?js-server-only=true'],
      },
      periodSeconds: 5,
      timeoutSeconds: 5,
    },
    data: { path: '/data', size: '10Gi' },
    volumes: [{ volume: { name: 'config', projected: { sources: [...natsConfig] } }, path: '/etc/nats' }],
    memory: '512Mi',
  });

/** Who may sign in, and do what, comes from a Secret: `npm run nats:users` writes both files. */
const natsConfig = [
  { configMap: { name: 'nats' } },
  {
    secret: {
      name: 'nats-users',
      items: ['users.conf', 'permissions.conf'].map((key) => ({ key, path: `users/${key}` })),
    },
  },
];

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
    args: [
      ...['redis-server', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
      ...['--aclfile', '/users/users.acl'],
    ],
    ready: asks(6379),
    scratch: ['/data'],
    volumes: [
      {
        volume: { name: 'users', secret: { secretName: 'redis-users', defaultMode: 0o440 } },
        path: '/users',
      },
    ],
    memory: '512Mi',
  });

/** Run once, when the database is made. */
const roleScripts = [
  { configMap: { name: 'postgres-roles', items: [{ key: 'roles.sql', path: '1-roles.sql' }] } },
  { secret: { name: 'postgres', items: [{ key: 'passwords.sql', path: '2-passwords.sql' }] } },
];

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
      {
        volume: { name: 'roles', projected: { sources: [...roleScripts] } },
        path: '/docker-entrypoint-initdb.d',
      },
    ],
    memory: '512Mi',
  });
