import { randomUUID } from 'node:crypto';
import type { StackDescription } from '../stack/stack-description.ts';
import { z } from 'zod';

const requestTimeoutMs = 15_000;

export interface GatewayAnswer<Body> {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Body;
}

export interface GatewayCall {
  readonly body?: unknown;
  readonly ifMatch?: string | null;
}

const headersOf = (method: string, { body, ifMatch }: GatewayCall): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
  ...(typeof ifMatch === 'string' && { 'if-match': ifMatch }),
});

/** Calls the HTTP gateway as an administrator's program does: a bearer token, an idempotency key, If-Match. */
export class Gateway {
  #accessToken: { readonly value: string; readonly expiresAt: number } | null = null;

  constructor(private readonly stack: Pick<StackDescription, 'gatewayUrl' | 'oidc'>) {}

  async call<Schema extends z.ZodType>(
    operation: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`,
    schema: Schema,
    call: GatewayCall = {},
  ): Promise<GatewayAnswer<z.infer<Schema>>> {
    const [method = 'GET', path = '/'] = operation.split(' ');
    const response = await fetch(`${this.stack.gatewayUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}`, ...headersOf(method, call) },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${text}`);
    const answered: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, etag: response.headers.get('etag'), body: schema.parse(answered) };
  }

  /** OAuth 2.0 client credentials (RFC 6749, section 4.4). */
  async #token(): Promise<string> {
    if (this.#accessToken !== null && Date.now() < this.#accessToken.expiresAt)
      return this.#accessToken.value;
    const { issuer, clientId, clientSecret } = this.stack.oidc;
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!response.ok)
      throw new Error(`The identity provider answered ${response.status}: ${await response.text()}`);
    const { access_token, expires_in } = tokenAnswerSchema.parse(await response.json());
    this.#accessToken = { value: access_token, expiresAt: Date.now() + (expires_in - 10) * 1_000 };
    return access_token;
  }
}

const tokenAnswerSchema = z.object({ access_token: z.string(), expires_in: z.number() });
