import { setTimeout as delay } from 'node:timers/promises';
import { createVerifierClient } from '@mdm-gate/verifier-client';
import { waitFor } from '@mdm-gate/testing';
import { Agreement } from './agreement.ts';
import { Chance } from './chance.ts';
import { passingFaults, type Fault } from './faults.ts';
import { Gateway } from './gateway.ts';
import { HaltedTime } from './halted-time.ts';
import { judgeHaltedTime } from './judgements.ts';
import { Ledger, type Violation } from './ledger.ts';
import { Operator } from './operator.ts';
import { setUpOrganizations, type Staff, type WorkingOrganization } from './organizations.ts';
import { restores } from './restores.ts';
import { World } from './world.ts';

export interface CampaignOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Told of every fault as it ends, and of every violation. */
  readonly tell: (line: string) => void;
}

export interface CampaignResult {
  readonly violations: readonly Violation[];
  /** After which faults checks took longer to go on than they may; a machine without a free processor does that, too. */
  readonly late: readonly string[];
  /** Per fault, for how many seconds checks were still halted after the faulty server worked again. */
  readonly haltedSeconds: ReadonlyMap<string, readonly number[]>;
  readonly counts: Readonly<Record<'faults' | 'checks' | 'halted' | 'creations' | 'revocations', number>>;
  /** What each replica logged last. */
  readonly logs: ReadonlyMap<string, string>;
}

const quietMs = 2_000;
const quietTimeoutMs = 120_000;
const restoreProbability = 0.3;
const agreementProbability = 0.3;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const runCampaign = async (options: CampaignOptions): Promise<CampaignResult> => {
  const ledger = new Ledger(undefined, options.tell);
  const world = await World.start();
  const operator = await Operator.on(world);
  const client = await createVerifierClient({ url: world.servers.nats.url, logger: silent });
  try {
    const gateway = new Gateway(world.of('token-admin'), await world.token(), ledger);
    const chance = new Chance(options.seed);
    const staff = { gateway, client, ledger, chance: chance.branch(), halted: new HaltedTime() };
    const organizations = await setUpOrganizations(world, staff);
    const campaign = new Campaign({ world, operator, staff, organizations, chance }, options);
    return await campaign.run();
  } finally {
    await client.close();
    await operator.close();
    await world.stop();
  }
};

interface Scene {
  readonly world: World;
  readonly operator: Operator;
  readonly staff: Staff;
  readonly organizations: readonly WorkingOrganization[];
  readonly chance: Chance;
}

class Campaign {
  readonly #haltedSeconds = new Map<string, number[]>();
  readonly #agreement: Agreement;
  #faults = 0;

  constructor(
    private readonly scene: Scene,
    private readonly options: CampaignOptions,
  ) {
    this.#agreement = new Agreement(scene.world, scene.staff);
  }

  async run(): Promise<CampaignResult> {
    const { organizations, staff, operator, world } = this.scene;
    const work = organizations.flatMap(({ administrator, devices }) => [administrator.run(), devices.run()]);
    const deadline = performance.now() + this.options.seconds * 1_000;
    await delay(quietMs);
    while (performance.now() < deadline) await this.#next();
    await this.#agree();
    for (const { administrator, devices } of organizations) {
      administrator.stop();
      devices.stop();
    }
    await Promise.all(work);
    for (const { organizationId } of organizations) await this.#verifyAudit(organizationId);
    const parked = await operator.messagesIn('MDM_PARKED');
    if (parked > 0) staff.ledger.violated('what waits for a server is not given up', `${parked} parked`);
    const { violations, late, checks, halted, creations, revocations } = staff.ledger;
    return {
      violations,
      late,
      haltedSeconds: this.#haltedSeconds,
      counts: { faults: this.#faults, checks, halted, creations, revocations },
      logs: new Map(world.replicas.map((replica) => [replica.name, replica.log()])),
    };
  }

  async #next(): Promise<void> {
    const { chance, operator, staff, organizations, world } = this.scene;
    const isRestore = chance.is(restoreProbability);
    const faults = isRestore ? restores(operator, staff.ledger, organizations) : passingFaults(operator);
    const fault = chance.pick(faults);
    if (fault === undefined) return;
    staff.ledger.fault = fault.name;
    const worksAgainMs = await fault.happen(world, chance);
    this.#faults += 1;
    await this.#untilQuiet(fault, worksAgainMs);
    if (isRestore || chance.is(agreementProbability)) await this.#agree();
  }

  async #untilQuiet({ name }: Fault, worksAgainMs: number): Promise<void> {
    const { halted, ledger } = this.scene.staff;
    await waitFor(() => halted.isQuietFor(quietMs), { timeoutMs: quietTimeoutMs }).catch(() => {
      ledger.violated('checks go on by themselves', name);
    });
    const seconds = halted.secondsAfter(worksAgainMs);
    this.#haltedSeconds.set(name, [...(this.#haltedSeconds.get(name) ?? []), seconds]);
    this.options.tell(`${name}: checks were halted for ${seconds.toFixed(2)} s afterwards`);
    judgeHaltedTime(ledger, name, seconds);
  }

  async #agree(): Promise<void> {
    const { organizations } = this.scene;
    await Promise.all(organizations.map(({ administrator }) => administrator.pause()));
    await this.#agreement.reached(organizations);
    for (const { administrator } of organizations) administrator.goOn();
  }

  async #verifyAudit(organizationId: string): Promise<void> {
    const { gateway, ledger } = this.scene.staff;
    const reply = await gateway.get(`/organizations/${organizationId}/audit-events/verification`);
    if (reply?.body['intact'] !== true)
      ledger.violated('the audit trail is intact', `${organizationId}: ${JSON.stringify(reply?.body)}`);
  }
}
