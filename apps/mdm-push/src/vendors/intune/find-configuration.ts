import { DeliveryProblem } from '../delivery-problem.ts';
import type { Attempt, Slot } from '../mdm-vendor.ts';
import { PerTurn } from '../per-turn.ts';
import { isForApp, isOurs, valueIn } from './configuration-policy.ts';
import type { IntuneApi } from './intune.api.ts';
import type { Configuration, IntuneFields, MobileApp } from './intune.schema.ts';

/** How long a policy that we made may be missing from the list before it counts as deleted. */
const listingLagMs = 60_000;

/** Finds the one policy that holds the key: two with the same key on one device would be a conflict in Intune. */
export class ConfigurationFinder {
  readonly #apps = new PerTurn<readonly MobileApp[]>();

  constructor(
    private readonly fields: IntuneFields,
    private readonly api: IntuneApi,
  ) {}

  async find(slot: Slot, attempt: Attempt): Promise<Configuration | undefined> {
    const { id: mobileAppId } = await this.mobileApp(slot, attempt);
    const candidates = (await this.api.configurations(attempt)).filter((each) =>
      isForApp(each, slot, mobileAppId),
    );
    const withKey = candidates.filter((each) => valueIn(each, slot) !== undefined);
    if (withKey.length > 1) return this.#withoutDoubles(withKey, slot, attempt);
    return (
      withKey[0] ?? candidates.find((each) => isOurs(each, slot)) ?? (await this.#justMade(slot, attempt))
    );
  }

  /** The app must exist: Intune takes an iOS policy for an app that does not, and then delivers it to nobody. */
  async mobileApp(slot: Slot, attempt: Attempt): Promise<MobileApp> {
    const apps = (await this.#appsOf(slot, attempt)).filter((app) => isMeant(app, slot, this.#chosen(slot)));
    const assigned = apps.filter(({ isAssigned }) => isAssigned === true);
    const [app, second] = apps.length > 1 && assigned.length > 0 ? assigned : apps;
    if (app === undefined) throw appNotFound(slot);
    if (second !== undefined) throw appAmbiguous(slot);
    return app;
  }

  #appsOf({ platform }: Slot, attempt: Attempt): Promise<readonly MobileApp[]> {
    return this.#apps.get(attempt, platform, () => this.api.apps(platform, attempt));
  }

  #chosen(slot: Slot): string | undefined {
    return this.fields.settings.mobileAppIds[slot.platform];
  }

  /** Doubles that we made ourselves (an answer was lost, the list lagged) are removed; others are for people to decide. */
  async #withoutDoubles(
    withKey: readonly Configuration[],
    slot: Slot,
    attempt: Attempt,
  ): Promise<Configuration> {
    const ours = withKey.filter((each) => isOurs(each, slot)).sort(byAge);
    const [kept, ...doubles] = ours;
    if (kept === undefined || ours.length < withKey.length) {
      throw new DeliveryProblem(
        'configuration-ambiguous',
        `${withKey.length} app configuration policies in Intune set ${slot.key} for ${slot.appId}: leave it in one of them`,
      );
    }
    for (const double of doubles) await this.api.remove(double.id, attempt);
    return kept;
  }

  async #justMade({ remoteRef }: Slot, attempt: Attempt): Promise<Configuration | undefined> {
    if (remoteRef === null) return undefined;
    const seen = await this.api.configuration(remoteRef.id, attempt);
    if (seen !== undefined) return seen;
    if (Date.now() - Date.parse(remoteRef.madeAt) > listingLagMs) return undefined;
    throw new DeliveryProblem(
      'write-not-kept',
      'Intune took a new app configuration policy and does not show it yet',
    );
  }
}

const isMeant = (app: MobileApp, { appId, platform }: Slot, chosen: string | undefined): boolean =>
  chosen === undefined ? (platform === 'ios' ? app.bundleId : app.packageId) === appId : app.id === chosen;

const byAge = (one: Configuration, other: Configuration): number =>
  (one.createdDateTime ?? '').localeCompare(other.createdDateTime ?? '');

const appNotFound = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-not-found',
    platform === 'ios'
      ? `Intune has no iOS app ${appId}: add it from the App Store and assign it`
      : `Intune has no Managed Google Play app ${appId}: approve it in Managed Google Play and sync`,
  );

const appAmbiguous = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-ambiguous',
    `Intune has several ${platform} apps ${appId}: enter the id of the one that is meant as mobileAppIds.${platform}`,
  );
