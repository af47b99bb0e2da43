import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Gateway, Reply } from './gateway.ts';
import type { Ledger, TokenFacts } from './ledger.ts';

const activeMax = 5;
const pauseMs = 700;

/** One administrator of an organization, who creates and revokes tokens all the time. */
export class Administrator {
  #running = true;
  #paused = false;
  #idle: Promise<void> = Promise.resolve();
  #created = 0;
  /** Grows with every restore: what was asked before and answered after is of a history that may be gone. */
  history = 0;

  constructor(
    readonly organizationId: string,
    private readonly gateway: Gateway,
    private readonly ledger: Ledger,
    private readonly chance: Chance,
  ) {}

  get path(): string {
    return `/organizations/${this.organizationId}`;
  }

  async run(): Promise<void> {
    while (this.#running) {
      if (!this.#paused) {
        this.#idle = this.#act();
        await this.#idle;
      }
      await delay(pauseMs * this.chance.between(0.5, 1.5));
    }
  }

  /** Resolves when nothing of theirs is under way. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#idle;
  }

  goOn(): void {
    this.#paused = false;
  }

  stop(): void {
    this.#running = false;
  }

  async create(label?: string): Promise<TokenFacts> {
    this.#created += 1;
    const token = this.ledger.newToken(this.organizationId, label ?? `token ${this.#created}`);
    const { history } = this;
    const reply = await this.gateway.call({
      method: 'POST',
      path: `${this.path}/mdm-tokens`,
      body: { label: token.label },
    });
    if (reply?.status !== 201) return token;
    const { token: shown, value } = reply.body as { token: { tokenId: string }; value: string };
    token.tokenId = shown.tokenId;
    token.value = value;
    if (history === this.history) token.created = 'certain';
    this.ledger.creations += 1;
    return token;
  }

  async #act(): Promise<void> {
    const revocable = this.ledger
      .of(this.organizationId)
      .filter(
        ({ created, revoked, label }) => created === 'certain' && revoked === 'no' && label !== 'lasting',
      );
    const token = this.chance.pick(revocable);
    if (token !== undefined && (revocable.length >= activeMax || this.chance.is(0.5)))
      await this.#revoke(token);
    else await this.create();
  }

  async #revoke(token: TokenFacts): Promise<void> {
    const path = `${this.path}/mdm-tokens/${token.tokenId ?? ''}`;
    const { history } = this;
    const found = await this.gateway.get(path);
    if (found === null) return;
    if (found.status !== 200) {
      this.#judgeMissing(token, found.status, history);
      return;
    }
    token.revokedAskedAtMs = performance.now();
    token.revoked = 'asked';
    const reply = await this.gateway.call({
      method: 'POST',
      path: `${path}/revoke`,
      body: { because: 'compromised', acknowledgeHaltedDevices: 1_000_000 },
      ifMatch: found.etag,
    });
    if (history === this.history && reply !== null) this.#note(token, reply);
  }

  #judgeMissing({ created, label }: TokenFacts, status: number, history: number): void {
    if (status === 404 && created === 'certain' && history === this.history)
      this.ledger.violated('what was answered 201 is there', `${this.path} ${label} answers 404`);
  }

  #note(token: TokenFacts, { status, body }: Reply): void {
    if (status !== 200 && status !== 202) return;
    this.ledger.revocations += 1;
    token.revoked = body['effective'] === true ? 'effective' : 'accepted';
    if (token.revoked === 'effective') token.effectiveAtMs = performance.now();
  }
}
