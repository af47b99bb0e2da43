import { randomUUID } from 'node:crypto';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { issueAccessToken } from '../vendor/access-token.ts';
import { wrongInAssertion } from './client-assertion.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type IntuneTenant } from './intune.state.ts';
import { loginError } from './login-error.ts';

const LIFETIME_S = 3599;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const formSchema = z.object({
  grant_type: z.string().optional(),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion_type: z.string().optional(),
  client_assertion: z.string().optional(),
});

type TokenForm = z.infer<typeof formSchema>;

/** The form, with client id and secret from a Basic header where they came that way. */
function readForm(request: FastifyRequest): TokenForm {
  const parsed = formSchema.safeParse(request.body);
  if (
    !parsed.success ||
    request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true
  ) {
    throw loginError(900144, " 'grant_type'.");
  }
  const basic = /^Basic (.+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) {
    return parsed.data;
  }
  const pair = new URLSearchParams(`pair=${Buffer.from(basic, 'base64').toString('utf8')}`).get('pair') ?? '';
  const [clientId, clientSecret] = pair.split(':');
  return { ...parsed.data, client_id: clientId, client_secret: clientSecret };
}

function required(form: TokenForm, field: keyof TokenForm): string {
  const value = form[field];
  if (value === undefined || value === '') {
    throw loginError(900144, ` '${field}'.`);
  }
  return value;
}

function checkAssertion(form: TokenForm, tenant: IntuneTenant, request: FastifyRequest): void {
  const wrong =
    form.client_assertion_type === ASSERTION_TYPE
      ? wrongInAssertion(required(form, 'client_assertion'), {
          clientId: tenant.clientId,
          certificate: tenant.clientCertificate,
          audiencePath: request.url.split('?')[0] ?? '',
          now: Date.now(),
        })
      : 'The client_assertion_type is not the one of JWT bearer assertions.';
  if (wrong !== null) {
    throw loginError(700027, ` ${wrong}`);
  }
}

function checkClient(form: TokenForm, tenant: IntuneTenant, request: FastifyRequest): void {
  if (required(form, 'client_id').toLowerCase() !== tenant.clientId) {
    throw loginError(700016);
  }
  if (form.client_assertion !== undefined) {
    checkAssertion(form, tenant, request);
  } else if (required(form, 'client_secret') !== tenant.clientSecret) {
    throw loginError(7000215);
  }
}

function checkGrant(form: TokenForm): void {
  if (required(form, 'grant_type') !== 'client_credentials') {
    throw loginError(70003);
  }
  if (!/^https?:\/\/[^\s/]+\/\.default$/u.test(required(form, 'scope'))) {
    throw loginError(70011);
  }
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
export function registerTokenRoute(server: FastifyInstance, system: IntuneSystem): void {
  server.post('/:directory/oauth2/v2.0/token', (request, reply) => {
    const { directory } = request.params as { directory: string };
    const tenant = system.tenants().find(({ id, domain }) => [id, domain].includes(directory.toLowerCase()));
    if (tenant === undefined) {
      throw loginError(90002);
    }
    const form = readForm(request);
    checkGrant(form);
    checkClient(form, tenant, request);
    if (system.faults.has('expired-credentials')) {
      throw loginError(7000222);
    }
    const claims = {
      tenant: tenant.id,
      client: tenant.clientId,
      // A permission granted later is not in this token.
      roles: tenant.roles,
      expiresAt: Date.now() + LIFETIME_S * 1000,
    };
    return reply
      .header('x-ms-request-id', randomUUID())
      .header('cache-control', 'no-store')
      .send({
        token_type: 'Bearer',
        expires_in: LIFETIME_S,
        ext_expires_in: LIFETIME_S,
        access_token: issueAccessToken(claims, tenant.signingKey),
      });
  });
}
