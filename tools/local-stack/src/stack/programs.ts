import { freePort } from '@mdm-gate/testing';
import { randomBytes } from 'node:crypto';
import { sealingKeyIn } from '../nats-users/sealing-key.ts';
import type { KeyFiles } from './keys.ts';
import type { Program } from './program.ts';
import { organizationId } from './organization-id.ts';
import { stackFolder } from './stack-folder.ts';
import type { Servers } from './servers.ts';

/** Ports and secrets of a run. They stay the same when everything is killed and started again. */
export interface Wiring {
  readonly gatewayPort: number;
  readonly identityProviderPort: number;
  readonly simulatorPorts: {
    readonly intune: number;
    readonly workspaceOne: number;
    readonly mobileiron: number;
  };
  readonly clientId: string;
  readonly clientSecret: string;
  /** By which the identity provider knows the console. */
  readonly consoleSecret: string;
  readonly keys: KeyFiles;
}

export const newWiring = async (keys: KeyFiles): Promise<Wiring> => ({
  gatewayPort: await freePort(),
  identityProviderPort: await freePort(),
  simulatorPorts: {
    intune: await freePort(),
    workspaceOne: await freePort(),
    mobileiron: await freePort(),
  },
  clientId: 'local-platform-administrator',
  clientSecret: randomBytes(24).toString('base64url'),
  consoleSecret: randomBytes(24).toString('base64url'),
  keys,
});

const consoleClientId = 'admin-console';

/** The console under both names of this machine. */
const consoleClient = ({ gatewayPort, consoleSecret }: Wiring) => {
  const pages = ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${gatewayPort}/console`);
  return {
    clientId: consoleClientId,
    clientSecret: consoleSecret,
    redirectUris: pages.map((page) => `${page}/signed-in`),
    postLogoutRedirectUris: pages.map((page) => `${page}/signed-out`),
  };
};

/** One person per role, for trying out. */
export const people = [
  { accountId: 'platform', name: 'Platform administrator', roles: ['platform-administrator'] },
  { accountId: 'administrator', name: 'Administrator', roles: [`${organizationId}:administrator`] },
  { accountId: 'operator', name: 'Operator', roles: [`${organizationId}:operator`] },
  { accountId: 'viewer', name: 'Viewer', roles: [`${organizationId}:viewer`] },
] as const;

export const identityProvider = (wiring: Wiring): Program => ({
  name: 'local-identity-provider',
  entry: 'apps/local-identity-provider/dist/main.js',
  env: {
    LOCAL_IDP_PORT: String(wiring.identityProviderPort),
    LOCAL_IDP_KEYS_FILE: stackFolder.key('identity-provider.json'),
    LOCAL_IDP_CLIENTS: JSON.stringify([
      { clientId: wiring.clientId, clientSecret: wiring.clientSecret, roles: ['platform-administrator'] },
      consoleClient(wiring),
    ]),
    LOCAL_IDP_ACCOUNTS: JSON.stringify(people),
  },
});

export const simulators = ({ simulatorPorts }: Wiring): Program => ({
  name: 'mdm-simulators',
  entry: 'apps/mdm-simulators/dist/main.js',
  env: {
    MDM_SIMULATORS_INTUNE_PORT: String(simulatorPorts.intune),
    MDM_SIMULATORS_WORKSPACE_ONE_PORT: String(simulatorPorts.workspaceOne),
    MDM_SIMULATORS_MOBILEIRON_PORT: String(simulatorPorts.mobileiron),
    MDM_SIMULATORS_STATE_FILE: `${stackFolder.data('mdm-simulators')}.json`,
  },
});

export const tokenAdmin = (servers: Servers, wiring: Wiring): Program => ({
  name: 'token-admin',
  entry: 'apps/token-admin/dist/main.js',
  env: {
    TOKEN_ADMIN_HTTP_PORT: String(wiring.gatewayPort),
    TOKEN_ADMIN_HEALTH_PORT: '0',
    TOKEN_ADMIN_STOP_PAUSE_SECONDS: '0',
    TOKEN_ADMIN_POSTGRES_URL: servers.postgresUrls.tokenAdmin,
    TOKEN_ADMIN_NATS_URL: servers.nats.url,
    ...servers.natsAccess?.settingsOf('token-admin'),
    TOKEN_ADMIN_OIDC_ISSUER: `http://127.0.0.1:${wiring.identityProviderPort}`,
    TOKEN_ADMIN_CONSOLE_CLIENT_ID: consoleClientId,
    TOKEN_ADMIN_CONSOLE_CLIENT_SECRET: wiring.consoleSecret,
    TOKEN_ADMIN_MASTER_KEYS_FILE: wiring.keys.tokenAdminMaster,
    TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: sealingKeyIn(wiring.keys.mdmPushMaster),
    TOKEN_ADMIN_DIGEST_KEYS_FILE: wiring.keys.digest,
    TOKEN_ADMIN_AUDIT_KEYS_FILE: wiring.keys.tokenAdminAudit,
  },
});

export const verifier = (replica: number, servers: Servers, wiring: Wiring): Program => ({
  name: `verifier-${replica}`,
  entry: 'apps/verifier/dist/main.js',
  env: {
    VERIFIER_HEALTH_PORT: '0',
    VERIFIER_STOP_PAUSE_SECONDS: '0',
    VERIFIER_REDIS_URL: servers.redisUrls.verifier,
    VERIFIER_NATS_URL: servers.nats.url,
    ...servers.natsAccess?.settingsOf('verifier'),
    VERIFIER_DIGEST_KEYS_FILE: wiring.keys.digest,
  },
});

export const mdmPush = (servers: Servers, wiring: Wiring): Program => ({
  name: 'mdm-push',
  entry: 'apps/mdm-push/dist/main.js',
  env: {
    MDM_PUSH_HEALTH_PORT: '0',
    MDM_PUSH_STOP_PAUSE_SECONDS: '0',
    MDM_PUSH_POSTGRES_URL: servers.postgresUrls.mdmPush,
    MDM_PUSH_NATS_URL: servers.nats.url,
    ...servers.natsAccess?.settingsOf('mdm-push'),
    MDM_PUSH_MASTER_KEYS_FILE: wiring.keys.mdmPushMaster,
    MDM_PUSH_TOKEN_ADMIN_SEALING_KEY: sealingKeyIn(wiring.keys.tokenAdminMaster),
    // The simulators stand in for the MDM systems, on plain HTTP and on this machine.
    MDM_GATE_OUTBOUND_ALLOW: '127.0.0.1/32',
  },
});

/** The same settings as the service, and who owns the tables: it brings the schema up to date and ends. */
export const migrationOf = (program: Program, ownerUrl: string | undefined): Program => ({
  name: `${program.name}-migrate`,
  entry: program.entry.replace('main.js', 'migrate.js'),
  env: {
    ...program.env,
    ...(ownerUrl !== undefined && {
      [`${program.name.toUpperCase().replaceAll('-', '_')}_MIGRATIONS_POSTGRES_URL`]: ownerUrl,
    }),
  },
});
