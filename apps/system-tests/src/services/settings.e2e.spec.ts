import {
  programOf,
  runToEnd,
  sealingKey,
  services,
  type Service,
  type Settings,
} from '../fixtures/service-processes.ts';

const keys = JSON.stringify({ current: 'a', keys: { a: 'A'.repeat(43) } });
const sound: Readonly<Record<Service, Settings>> = {
  'token-admin': {
    TOKEN_ADMIN_POSTGRES_URL: 'postgres://127.0.0.1:9/gate',
    TOKEN_ADMIN_NATS_URL: 'nats://127.0.0.1:9',
    TOKEN_ADMIN_OIDC_ISSUER: 'http://127.0.0.1:9',
    TOKEN_ADMIN_MASTER_KEYS: keys,
    TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: sealingKey,
    TOKEN_ADMIN_DIGEST_KEYS: keys,
    TOKEN_ADMIN_AUDIT_KEYS: keys,
  },
  verifier: {
    VERIFIER_REDIS_URL: 'redis://127.0.0.1:9',
    VERIFIER_NATS_URL: 'nats://127.0.0.1:9',
    VERIFIER_DIGEST_KEYS: keys,
  },
  'mdm-push': {
    MDM_PUSH_POSTGRES_URL: 'postgres://127.0.0.1:9/gate',
    MDM_PUSH_NATS_URL: 'nats://127.0.0.1:9',
    MDM_PUSH_MASTER_KEYS: keys,
    MDM_PUSH_TOKEN_ADMIN_SEALING_KEY: sealingKey,
  },
};

/** Address by address, and each with the secret in it that must stand nowhere. */
const wrong: readonly (readonly [Service, string, string])[] = [
  ['token-admin', 'TOKEN_ADMIN_POSTGRES_URL', 'postgres://gate:50%off-s3cret@db/gate'],
  ['token-admin', 'TOKEN_ADMIN_POSTGRES_URL', 'mysql://gate:s3cret@db/gate'],
  ['token-admin', 'TOKEN_ADMIN_NATS_URL', 'nats://gate:s3c#s3cret@nats'],
  ['token-admin', 'TOKEN_ADMIN_MASTER_KEYS', '{"current":"s3cret"}'],
  ['token-admin', 'TOKEN_ADMIN_MDM_PUSH_SEALING_KEY', 's3cret'],
  ['token-admin', 'TOKEN_ADMIN_TRUSTED_PROXIES', 's3cret'],
  ['mdm-push', 'MDM_PUSH_POSTGRES_URL', 'postgres://gate:s3c/s3cret@db/gate'],
  ['mdm-push', 'MDM_PUSH_MASTER_KEYS', 's3cret'],
  ['mdm-push', 'MDM_GATE_OUTBOUND_ALLOW', 's3cret!'],
  ['verifier', 'VERIFIER_REDIS_URL', 'redis://:s3c#s3cret@redis'],
  ['verifier', 'VERIFIER_REDIS_URL', 'redis://:s3c/s3cret@redis'],
  ['verifier', 'VERIFIER_REDIS_URL', 'redis://:50%s3cret@redis'],
  ['verifier', 'VERIFIER_REDIS_URL', 'redis://redis/s3cret'],
  ['verifier', 'VERIFIER_NATS_URL', 'nats://gate:%zz-s3cret@nats'],
  ['verifier', 'VERIFIER_DIGEST_KEYS_FILE', '/nowhere/s3cret'],
  ['verifier', 'VERIFIER_LOG_LEVEL', 's3cret'],
];

describe('a setting that cannot be read', () => {
  it.each(wrong)(
    'keeps %s from starting, by its name %s and never its value',
    async (service, name, value) => {
      const plain = name.replace(/_FILE$/, '');
      const others = Object.fromEntries(Object.entries(sound[service]).filter(([key]) => key !== plain));
      const { code, output } = await runToEnd([programOf(service)], { ...others, [name]: value });
      expect(code).toBe(1);
      const lines = output.trim().split('\n');
      expect(lines).toHaveLength(1);
      const line = JSON.parse(lines[0] ?? '') as { readonly msg: string; readonly reason: string };
      expect(line).toMatchObject({ level: 'fatal', name: service, msg: 'cannot start' });
      expect(line.reason.split('\n').slice(1)).toEqual([expect.stringContaining(name)]);
      expect(output).not.toMatch(/s3c|%zz|50%/);
      expect(output).not.toContain('    at ');
    },
  );
});

describe('programs', () => {
  const programs: readonly (readonly [Service, string])[] = [
    ...services.map((service) => [service, 'main'] as const),
    ['token-admin', 'migrate'],
    ['mdm-push', 'migrate'],
    ['token-admin', 'rotate-keys'],
    ['token-admin', 'verify-audit'],
    ['token-admin', 'republish-active-sets'],
  ];

  it.each(programs)(
    'tell what they are when asked, before they read or connect to anything: %s %s',
    async (service, name) => {
      const { code, output } = await runToEnd([programOf(service, name), '--help']);
      expect(code).toBe(0);
      expect(output).toMatch(/environment/);
      expect(output).not.toContain('{');
    },
  );

  it.each(programs.filter(([, name]) => name !== 'main'))(
    'say in one line which settings they lack: %s %s',
    async (service, name) => {
      const args = name === 'republish-active-sets' ? ['--all'] : [];
      const { code, output } = await runToEnd([programOf(service, name), ...args]);
      expect(code).toBe(2);
      expect(JSON.parse(output)).toMatchObject({
        reason: expect.stringContaining('_POSTGRES_URL: is not set') as string,
      });
    },
  );
});
