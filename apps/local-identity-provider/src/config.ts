import { z } from 'zod';

const role = z
  .string()
  .regex(/^(platform-administrator|[a-z0-9][a-z0-9-]{1,62}:(viewer|operator|administrator))$/, {
    error: 'must be platform-administrator or <organizationId>:viewer|operator|administrator',
  });

const client = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().min(8),
  /** What the client may do in its own name (client credentials). */
  roles: z.array(role).default([]),
  /** Where people who signed in are sent back to; without one the client cannot sign anybody in. */
  redirectUris: z.array(z.url()).default([]),
  /** Where people who signed out may be sent back to. */
  postLogoutRedirectUris: z.array(z.url()).default([]),
});

const account = z.strictObject({
  accountId: z.string().min(1),
  name: z.string().optional(),
  roles: z.array(role).default([]),
});

function jsonList<Item extends z.ZodType>(item: Item) {
  return z
    .string()
    .default('[]')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        // The parser's own message would repeat a part of the text, and with it a secret.
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.array(item));
}

const schema = z.strictObject({
  /** 0 takes any free port. */
  LOCAL_IDP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** The address it listens on; in a container `0.0.0.0`, so that the host's browser reaches it. It calls itself 127.0.0.1 even so. */
  LOCAL_IDP_HOST: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  LOCAL_IDP_CLIENTS: jsonList(client),
  /** People whom the sign-in page offers, without a password: this is no protection, it stands in for the organization's own provider. */
  LOCAL_IDP_ACCOUNTS: jsonList(account),
  /** Keeps the signing key over restarts; made when absent. Without it every start has a new key. */
  LOCAL_IDP_KEYS_FILE: z.string().optional(),
  /** Which claim holds the roles; nested ones are written with dots, as some providers have them. */
  LOCAL_IDP_ROLES_CLAIM: z
    .string()
    .regex(/^[A-Za-z_]+(\.[A-Za-z_]+)*$/)
    .default('mdm_gate_roles'),
  LOCAL_IDP_ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(1).default(3600),
});

export type Config = z.output<typeof schema>;
export type ClientConfig = Config['LOCAL_IDP_CLIENTS'][number];
export type AccountConfig = Config['LOCAL_IDP_ACCOUNTS'][number];

/** Reads the environment; a variable with our prefix that we do not know is refused as a typing error. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const ours = Object.entries(environment).filter(([name]) => name.startsWith('LOCAL_IDP_'));
  const result = schema.safeParse(Object.fromEntries(ours));
  if (!result.success) throw new Error(`The configuration is not valid:\n${z.prettifyError(result.error)}`);
  return result.data;
}
