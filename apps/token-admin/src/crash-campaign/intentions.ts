import { randomUUID } from 'node:crypto';
import type { ApiClient, ApiReply } from '../fixtures/api-client.ts';

/** What a caller wants, and keeps asking for under one key until it is answered. */
export abstract class Intention {
  readonly key = randomUUID();
  answer: ApiReply | undefined;

  /** Whether it was answered. A connection that breaks is no answer, nor is an error that time may mend. */
  async attempt(client: ApiClient): Promise<boolean> {
    try {
      const reply = await this.send(client, { 'idempotency-key': this.key });
      if (reply.status < 500) this.answer = reply;
    } catch {
      // Killed in the middle of it: nobody knows what it has done, and the next attempt finds out.
    }
    return this.answer !== undefined;
  }

  /** As an attempt whose answer, if there is one, is lost on its way to the caller. */
  async attemptUnheard(client: ApiClient): Promise<boolean> {
    await this.send(client, { 'idempotency-key': this.key }).catch(() => undefined);
    return this.answer !== undefined;
  }

  protected abstract send(client: ApiClient, headers: Readonly<Record<string, string>>): Promise<ApiReply>;
}

export interface CreatedToken {
  readonly tokenId: string;
  readonly value: string;
}

export class Creation extends Intention {
  readonly label = `campaign ${this.key}`;

  constructor(private readonly path: string) {
    super();
  }

  /** Of the token that was created; undefined until the answer. */
  get created(): CreatedToken | undefined {
    const body = this.answer?.body as { token?: { tokenId: string }; value: string } | undefined;
    return body?.token && { tokenId: body.token.tokenId, value: body.value };
  }

  protected override send(client: ApiClient, headers: Readonly<Record<string, string>>): Promise<ApiReply> {
    return client.post(`${this.path}/mdm-tokens`, { label: this.label }, { headers });
  }
}

export class Revocation extends Intention {
  constructor(
    private readonly path: string,
    readonly token: CreatedToken,
  ) {
    super();
  }

  protected override send(client: ApiClient, headers: Readonly<Record<string, string>>): Promise<ApiReply> {
    const url = `${this.path}/mdm-tokens/${this.token.tokenId}/revoke`;
    return client.post(url, { because: 'retired' }, { headers, ifMatch: '"1"' });
  }
}
