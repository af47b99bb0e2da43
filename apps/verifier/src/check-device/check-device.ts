import type { CheckReply, CheckRequest } from '@mdm-gate/contracts';
import type { Digester } from '@mdm-gate/encryption';
import type { Clock } from '@mdm-gate/service-kit';
import type { ActiveSetStore, Finding, Question } from '../active-set/active-set-store.ts';
import type { Device, DeviceBindings } from '../device-bindings/device-bindings.ts';
import { connectionToBind, decide } from './decision.ts';
import { DeviceFailures } from './device-failures.ts';

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

  async authenticate(request: CheckRequest): Promise<CheckReply> {
    return (await this.#decide(this.#questionOf(request))).reply;
  }

  /** Also binds the device to the connection whose token it presents, before it may go on. */
  async pair(request: CheckRequest, traceparent?: string): Promise<CheckReply> {
    const question = this.#questionOf(request);
    const { finding, reply } = await this.#decide(question);
    const connectionId = connectionToBind(finding, reply);
    if (connectionId === null || (await this.#bind({ ...question, traceparent }, connectionId))) return reply;
    const second = await this.#decide(question);
    return connectionToBind(second.finding, second.reply) === null
      ? second.reply
      : this.#reply({ known: 'nothing' }, question);
  }

  /** False: not bound, whether another connection was first or nobody can tell; the store may know more now. */
  async #bind(device: Device, connectionId: string): Promise<boolean> {
    try {
      return (await this.#bindings.bind(device, connectionId)) === 'bound';
    } catch {
      return false;
    }
  }

  async #decide(question: Question): Promise<{ readonly finding: Finding; readonly reply: CheckReply }> {
    const finding = await this.#store.find(question);
    const reply = this.#reply(finding, question);
    await this.#failures.count(question, reply.reason);
    return { finding, reply };
  }

  #reply(finding: Finding, { digests }: Question): CheckReply {
    return decide({ finding, presented: digests.length > 0, nowMs: this.#clock.now().getTime() });
  }

  /** A token may have been digested under any key that is still in use. */
  #questionOf({ organizationId, deviceId, mdmToken }: CheckRequest): Question {
    const presented = mdmToken !== null && mdmToken !== '';
    return { organizationId, deviceId, digests: presented ? this.#digester.digests(mdmToken) : [] };
  }
}
