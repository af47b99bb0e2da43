import { join } from 'node:path';
import type { RunningProcess } from '../processes/running-process.ts';
import { builtProgram } from '../processes/built-program.ts';
import { startProcess } from '../processes/start-process.ts';

export interface IdentityProviderOptions {
  clients: readonly IdentityProviderClient[];
  accounts?: readonly { accountId: string; name?: string; roles: readonly string[] }[];
  /** A port of one's own choice; without it a free one. */
  port?: number;
  /** Keeps the signing key over restarts. */
  keysFile?: string;
  logFile?: string;
  accessTokenSeconds?: number;
  /** Nested claims are written with dots; `mdm_gate_roles` unless told. */
  rolesClaim?: string;
}

export interface IdentityProviderClient {
  clientId: string;
  /** At least 8 characters. */
  clientSecret: string;
  /** `platform-administrator` or `<organizationId>:viewer|operator|administrator`; the claim `mdm_gate_roles` of its tokens. */
  roles: readonly string[];
  redirectUris?: readonly string[];
  postLogoutRedirectUris?: readonly string[];
}

export interface RunningIdentityProvider {
  readonly issuer: string;
  readonly process: RunningProcess;
  /** A bearer token of one of its clients, with the audience `mdm-gate`. */
  tokenFor(clientId: string): Promise<string>;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, '../../../../apps/local-identity-provider/dist/main.js');

/** Starts the local identity provider, which must have been built, as a process of its own. */
export async function startIdentityProvider(
  options: IdentityProviderOptions,
): Promise<RunningIdentityProvider> {
  const started = await startProcess({
    command: process.execPath,
    args: [builtProgram(program)],
    env: environment(options),
    readyWhen: /"ready":true.*\n/,
    ...(options.logFile !== undefined && { logFile: options.logFile }),
  });
  const issuer = /"issuer":"([^"]+)"/.exec(started.output())?.[1] ?? '';
  return {
    issuer,
    process: started,
    tokenFor: (clientId) => requestToken(issuer, clientNamed(options, clientId)),
    stop: async () => {
      await started.stop();
    },
  };
}

function environment({
  clients,
  accounts,
  port,
  keysFile,
  accessTokenSeconds,
  rolesClaim,
}: IdentityProviderOptions) {
  return {
    LOCAL_IDP_CLIENTS: JSON.stringify(clients),
    ...(accounts !== undefined && { LOCAL_IDP_ACCOUNTS: JSON.stringify(accounts) }),
    ...(port !== undefined && { LOCAL_IDP_PORT: String(port) }),
    ...(keysFile !== undefined && { LOCAL_IDP_KEYS_FILE: keysFile }),
    ...(rolesClaim !== undefined && { LOCAL_IDP_ROLES_CLAIM: rolesClaim }),
    ...(accessTokenSeconds !== undefined && { LOCAL_IDP_ACCESS_TOKEN_SECONDS: String(accessTokenSeconds) }),
  };
}

function clientNamed({ clients }: IdentityProviderOptions, clientId: string): IdentityProviderClient {
  const client = clients.find((each) => each.clientId === clientId);
  if (client === undefined) throw new Error(`The identity provider was started without a client ${clientId}`);
  return client;
}

async function requestToken(
  issuer: string,
  { clientId, clientSecret }: IdentityProviderClient,
): Promise<string> {
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined) {
    throw new Error(`No token for ${clientId}: ${response.status} ${answer.error_description ?? ''}`);
  }
  return answer.access_token;
}
