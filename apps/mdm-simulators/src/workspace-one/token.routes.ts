import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { issueAccessToken } from '../vendor/access-token.ts';
import { Refusal } from '../vendor/refusal.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';

const LIFETIME_S = 3600;

const formSchema = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

/** RFC 6749: the vendor's own body is not known. */
const oauthError = (status: number, error: string): Refusal => new Refusal(status, { error });

/** Both placements are in use: form fields, or Basic with only the grant type in the form. */
function readClient(request: FastifyRequest): { id: string | undefined; secret: string | undefined } {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = formSchema.safeParse(request.body);
  if (!isForm || !form.success) {
    throw oauthError(400, 'invalid_request');
  }
  if (form.data.grant_type !== 'client_credentials') {
    throw oauthError(400, 'unsupported_grant_type');
  }
  const basic = /^Basic (.+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) {
    return { id: form.data.client_id, secret: form.data.client_secret };
  }
  const [id, secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret };
}

/** https://docs.omnissa.com, "Using UEM Functionality With REST API" */
export function registerTokenRoute(server: FastifyInstance, system: WorkspaceOneSystem): void {
  server.post('/connect/token', (request) => {
    const client = readClient(request);
    const tenant = system
      .tenants()
      .find(({ oauth }) => oauth.clientId === client.id && oauth.clientSecret === client.secret);
    if (tenant === undefined || system.faults.has('expired-credentials')) {
      throw oauthError(400, 'invalid_client');
    }
    const expiresAt = Date.now() + LIFETIME_S * 1000;
    const claims = { tenant: tenant.id, client: tenant.oauth.clientId, roles: [], expiresAt };
    return {
      access_token: issueAccessToken(claims, tenant.signingKey),
      token_type: 'Bearer',
      expires_in: LIFETIME_S,
    };
  });
}
