import type { ServiceName } from '@mdm-gate/contracts';

/** A setting that stays as it is unless set, and why nobody needs to set it. */
export type LeftSettings = Readonly<Record<string, string>>;

/** How a service is deployed: what differs between the three. */
export interface ServiceDeployment {
  readonly name: ServiceName;
  readonly ports: Readonly<Record<'health', number> & Partial<Record<'http', number>>>;
  readonly stores: readonly ('postgres' | 'redis')[];
  /** Whether it calls systems of others by HTTPS: the issuer, MDM systems. */
  readonly callsOut: boolean;
  readonly replicas: number;
  readonly memory: { readonly request: string; readonly limit: string };
  readonly cpuRequest: string;
  /** What is alike wherever it runs. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings that the Secret of the service's name holds, each in a file. */
  readonly secrets: readonly string[];
  /** Settings that the Secret `<service>-migrations` holds, each in a file; none where it has no schema. */
  readonly migrationSecrets: readonly string[];
  readonly left: LeftSettings;
}

const tuned = 'right for most; change it when a measurement says so';
const asInTheImage = 'the port that the image exposes';

/** Files that stand for other ways to sign in, or for encryption. */
const files = (prefix: string, names: readonly string[]): LeftSettings =>
  Object.fromEntries(
    names.map((file) => [
      `${prefix}_${file}_FILE`,
      'only where the server has authorities of its own, or users of another kind: mount the file and name it',
    ]),
  );
const natsFiles = (service: string): LeftSettings =>
  files(`${service}_NATS`, ['CREDENTIALS', 'CA', 'CERT', 'KEY']);
const tlsFiles = (server: string): LeftSettings => files(server, ['CA', 'CERT', 'KEY']);

export const tokenAdmin: ServiceDeployment = {
  name: 'token-admin',
  ports: { http: 8080, health: 8081 },
  stores: ['postgres'],
  callsOut: true,
  replicas: 2,
  memory: { request: '256Mi', limit: '512Mi' },
  cpuRequest: '100m',
  settings: { TOKEN_ADMIN_HTTP_HOST: '0.0.0.0', TOKEN_ADMIN_HEALTH_HOST: '0.0.0.0' },
  secrets: [
    'TOKEN_ADMIN_POSTGRES_URL',
    'TOKEN_ADMIN_NATS_URL',
    'TOKEN_ADMIN_NATS_NKEY_SEED',
    'TOKEN_ADMIN_MASTER_KEYS',
    'TOKEN_ADMIN_MDM_PUSH_SEALING_KEY',
    'TOKEN_ADMIN_DIGEST_KEYS',
    'TOKEN_ADMIN_AUDIT_KEYS',
    'TOKEN_ADMIN_CONSOLE_CLIENT_SECRET',
  ],
  migrationSecrets: ['TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL', 'TOKEN_ADMIN_POSTGRES_URL'],
  left: {
    TOKEN_ADMIN_HTTP_PORT: asInTheImage,
    ...natsFiles('TOKEN_ADMIN'),
    ...tlsFiles('TOKEN_ADMIN_POSTGRES'),
    TOKEN_ADMIN_HEALTH_PORT: asInTheImage,
    TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL: 'given to the init container alone',
    TOKEN_ADMIN_OIDC_ROLE_MAP: 'only where the issuer cannot name the roles as they are',
    TOKEN_ADMIN_OIDC_TOKEN_TYPE: 'only for issuers that do not follow RFC 9068',
    TOKEN_ADMIN_OIDC_LIFETIME_MAX_SECONDS: tuned,
    TOKEN_ADMIN_CONSOLE_SCOPE: 'only for issuers that want to be asked for more',
    TOKEN_ADMIN_CONSOLE_IDLE_MINUTES: tuned,
    TOKEN_ADMIN_CONSOLE_SESSION_HOURS: tuned,
    TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: tuned,
    TOKEN_ADMIN_DEVICES_KEPT_DAYS: tuned,
    TOKEN_ADMIN_UNPROVEN_DEVICES_MAX: tuned,
    TOKEN_ADMIN_REQUESTS_PER_MINUTE: tuned,
    TOKEN_ADMIN_STOP_PAUSE_SECONDS: 'the pods wait for this long and 15 seconds more',
    TOKEN_ADMIN_LOG_LEVEL: tuned,
  },
};

export const verifier: ServiceDeployment = {
  name: 'verifier',
  ports: { health: 8082 },
  stores: ['redis'],
  callsOut: false,
  replicas: 2,
  memory: { request: '256Mi', limit: '512Mi' },
  cpuRequest: '500m',
  settings: { VERIFIER_HEALTH_HOST: '0.0.0.0' },
  secrets: ['VERIFIER_REDIS_URL', 'VERIFIER_NATS_URL', 'VERIFIER_NATS_NKEY_SEED', 'VERIFIER_DIGEST_KEYS'],
  migrationSecrets: [],
  left: {
    VERIFIER_HEALTH_PORT: asInTheImage,
    ...natsFiles('VERIFIER'),
    ...tlsFiles('VERIFIER_REDIS'),
    VERIFIER_REDIS_SENTINEL_USER: 'only with Sentinels that want a user',
    VERIFIER_REDIS_SENTINEL_PASSWORD: 'only with Sentinels that want a password',
    VERIFIER_REMEMBERED_DEVICES: tuned,
    VERIFIER_STOP_PAUSE_SECONDS: 'the pods wait for this long and 15 seconds more',
    VERIFIER_LOG_LEVEL: tuned,
  },
};

export const mdmPush: ServiceDeployment = {
  name: 'mdm-push',
  ports: { health: 8083 },
  stores: ['postgres'],
  callsOut: true,
  replicas: 2,
  memory: { request: '256Mi', limit: '512Mi' },
  cpuRequest: '100m',
  settings: { MDM_PUSH_HEALTH_HOST: '0.0.0.0' },
  secrets: [
    'MDM_PUSH_POSTGRES_URL',
    'MDM_PUSH_NATS_URL',
    'MDM_PUSH_NATS_NKEY_SEED',
    'MDM_PUSH_MASTER_KEYS',
    'MDM_PUSH_TOKEN_ADMIN_SEALING_KEY',
  ],
  migrationSecrets: ['MDM_PUSH_MIGRATIONS_POSTGRES_URL', 'MDM_PUSH_POSTGRES_URL'],
  left: {
    MDM_PUSH_HEALTH_PORT: asInTheImage,
    MDM_PUSH_MIGRATIONS_POSTGRES_URL: 'given to the init container alone',
    ...natsFiles('MDM_PUSH'),
    ...tlsFiles('MDM_PUSH_POSTGRES'),
    MDM_PUSH_DELIVERIES_AT_ONCE: tuned,
    MDM_PUSH_DRIFT_CHECK_SECONDS: tuned,
    MDM_PUSH_LEASE_SECONDS: tuned,
    MDM_PUSH_STOP_PAUSE_SECONDS: 'the pods wait for this long and 15 seconds more',
    MDM_PUSH_LOG_LEVEL: tuned,
    MDM_GATE_OUTBOUND_ALLOW: 'only for MDM systems at private addresses',
  },
};

export const services: readonly ServiceDeployment[] = [tokenAdmin, verifier, mdmPush];

/** A secret setting as a file of a Secret: `TOKEN_ADMIN_NATS_URL` is `token-admin-nats-url`. */
export const fileOf = (setting: string): string => setting.toLowerCase().replaceAll('_', '-');
