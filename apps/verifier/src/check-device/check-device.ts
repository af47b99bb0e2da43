import type { CheckFlow, CheckRequest } from '@mdm-gate/contracts';
import type { Digester } from '@mdm-gate/encryption';
import type { Clock } from '@mdm-gate/service-kit';
import type { ActiveSetStore, Finding, Question } from '../active-set/active-set-store.ts';
import type { Device, DeviceBindings } from '../device-bindings/device-bindings.ts';
import { connectionToBind, decide } from '../decision/decision.ts';
import type { Verdict } from '../decision/verdict.ts';
import { DeviceFailures, isFailure } from './device-failures.ts';

type Asked = Question & { readonly flow: CheckFlow };

/** Decides one check by what the store holds at this moment. */
export class CheckDevice {
  readonly #store: ActiveSetStore;
  readonly #bindings: DeviceBindings;
  readonly #digester: Digester;
  readonly #clock: Clock;
  readonly #failures: DeviceFailures;

  constructor(from: {
    readonly store: ActiveSetStore;
    readonly bindings: DeviceBindings;
    readonly digester: Digester;
    readonly clock: Clock;
  }) {
    this.#store = from.store;
    this.#bindings = from.bindings;
    this.#digester = from.digester;
    this.#clock = from.clock;
    this.#failures = new DeviceFailures(from.store, from.clock);
  }

  authenticate(request: CheckRequest): Promise<Verdict> {
    return this.#decide(this.#questionOf(request, 'authentication'));
  }

  /** Also binds the device to the connection whose token it presents, before it may go on. */
  async pair(request: CheckRequest, traceparent?: string): Promise<Verdict> {
    const question = this.#questionOf(request, 'pairing');
    const first = await this.#decide(question);
    const connectionId = connectionToBind(first.finding, first.reply);
    if (connectionId === null || (await this.#bind({ ...question, traceparent }, connectionId))) return first;
    const second = await this.#decide(question);
    const isBound = connectionToBind(second.finding, second.reply) === null;
    return isBound ? second : this.#verdictOn({ known: 'nothing' }, question);
  }

  /** False: not bound, whether another connection was first or nobody can tell; the store may know more now. */
  async #bind(device: Device, connectionId: string): Promise<boolean> {
    try {
      return (await this.#bindings.bind(device, connectionId)) === 'bound';
    } catch {
      return false;
    }
  }

  async #decide(question: Asked): Promise<Verdict> {
    const verdict = this.#verdictOn(await this.#store.find(question), question);
    if (isFailure(verdict.reply.reason)) await this.#failures.count(question);
    return verdict;
  }

  #verdictOn(finding: Finding, { digests, flow }: Asked): Verdict {
    const nowMs = this.#clock.now().getTime();
    return {
      finding,
      reply: decide({ finding, flow, presented: digests.length > 0, nowMs }),
      nowMs,
      digests,
    };
  }

  /** A token may have been digested under any key that is still in use. */
  #questionOf({ organizationId, deviceId, mdmToken }: CheckRequest, flow: CheckFlow): Asked {
    const presented = mdmToken !== null && mdmToken !== '';
    return { organizationId, deviceId, flow, digests: presented ? this.#digester.digests(mdmToken) : [] };
  }
}
