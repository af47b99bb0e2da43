import { tokenValue, vendorDefinition, type MdmVendor } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { CodedError, SecretText } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { KnownValues, type KnownValue } from './known-values.ts';

/** token-admin reads one row and writes one audit row. */
const askTimeoutMs = 5_000;

/** The wanted value during one turn: asked for when it is first needed, held no longer than the turn. */
export class TurnValue {
  #value: SecretText | undefined;

  constructor(
    private readonly delivery: ClaimedDelivery,
    private readonly values: Pick<WantedValues, 'ask'>,
    private readonly known: KnownValues,
  ) {}

  /** Null: the key is to be absent. */
  async comparison(): Promise<KnownValue | null> {
    if (this.delivery.wantedTokenId === null) return null;
    return this.known.find(this.#id) ?? this.known.learn(this.#id, (await this.#ask()).reveal());
  }

  /** Throws DeliveryProblem `value-replaced` when the MDM would hand something else to devices. */
  async requireKeptBy(vendor: MdmVendor): Promise<void> {
    if ((await this.comparison())?.replacedBy.includes(vendor) !== true) return;
    throw new DeliveryProblem(
      'value-replaced',
      `${vendorDefinition(vendor).name} takes a part of the value for a variable and replaces it: give the token another value`,
    );
  }

  /** Null: the key is to be withdrawn. */
  async reveal(): Promise<SecretText | null> {
    return this.delivery.wantedTokenId === null ? null : this.#ask();
  }

  get #id(): string {
    return `${this.delivery.wantedTokenId ?? ''}:${this.delivery.wantedDigest ?? ''}`;
  }

  async #ask(): Promise<SecretText> {
    this.#value ??= await this.values.ask(this.delivery);
    this.known.learn(this.#id, this.#value.reveal());
    return this.#value;
  }
}

/** Token values live in token-admin only; it gives one out when it is needed, and audits that. */
@Injectable()
export class WantedValues {
  constructor(
    private readonly requester: Requester,
    private readonly known: KnownValues,
  ) {}

  forTurn(delivery: ClaimedDelivery): TurnValue {
    return new TurnValue(delivery, this, this.known);
  }

  async ask({
    organizationId,
    wantedTokenId,
    connectionId,
    correlationId,
  }: ClaimedDelivery): Promise<SecretText> {
    const request = { organizationId, tokenId: wantedTokenId ?? '', connectionId };
    try {
      const { value } = await this.requester.ask(tokenValue, request, {
        timeoutMs: askTimeoutMs,
        correlationId,
      });
      return new SecretText(value);
    } catch (cause) {
      const why = cause instanceof CodedError ? ` (${cause.code})` : '';
      throw new DeliveryProblem(
        'token-value-unavailable',
        `token-admin does not give the token's value${why}`,
        { cause },
      );
    }
  }
}
