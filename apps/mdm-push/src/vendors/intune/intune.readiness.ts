import type { Platform, ReadinessItem } from '@mdm-gate/contracts';
import type { Look } from '../attempt.ts';
import type { Slot } from '../mdm-vendor.ts';
import { acceptedCredentials, certificate, clock, failing, ok, probe, unknown } from '../readiness-items.ts';
import { reachesAnybody } from './assignment-targets.ts';
import type { ConfigurationFinder } from './find-configuration.ts';
import { rolesIn } from './access-token-roles.ts';
import type { IntuneApi } from './intune.api.ts';

/** What a look needs of the session. */
export interface IntuneLook {
  readonly api: IntuneApi;
  readonly finder: ConfigurationFinder;
  readonly hasGroups: boolean;
}

const writePermission = 'DeviceManagementApps.ReadWrite.All';

export const intuneReadiness = async (
  look: IntuneLook,
  slots: readonly Slot[],
  attempt: Look,
): Promise<readonly ReadinessItem[]> => {
  const credentials = await probe({ item: 'credentials' }, async () => {
    await look.api.graph.signIn(attempt);
    return acceptedCredentials('Microsoft Entra', look.api.graph.proof.certificate);
  });
  if (credentials.state !== 'ok') return [credentials];
  const items = [credentials, await permissions(look, attempt)];
  for (const slot of slots) items.push(...(await appAndAssignment(look, slot, attempt)));
  for (const { platform } of slots) items.push(await binding(look, platform, attempt));
  return [...items, clock(look.api.graph.http.clockAheadMs)];
};

const permissions = (look: IntuneLook, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'permissions' } as const;
  return probe(key, async () => {
    const roles = rolesIn(await look.api.graph.signIn(attempt));
    if (roles === undefined)
      return unknown(key, `In Microsoft Entra, look for ${writePermission} with admin consent`);
    return roles.includes(writePermission)
      ? ok(key, `${writePermission} is granted`)
      : failing(key, `Grant the application permission ${writePermission}, with admin consent`);
  });
};

const appAndAssignment = async (
  look: IntuneLook,
  slot: Slot,
  attempt: Look,
): Promise<readonly ReadinessItem[]> => {
  const { platform } = slot;
  const app = await probe({ item: 'app', platform }, async () => {
    const { isAssigned } = await look.finder.mobileApp(slot, attempt);
    return isAssigned === false
      ? failing(
          { item: 'app', platform },
          'Intune has the app, and assigns it to nobody: a configuration reaches only apps that Intune installs',
        )
      : ok({ item: 'app', platform }, 'Intune has the app');
  });
  if (app.state !== 'ok') return [app];
  const assignment = await probe({ item: 'assignment', platform }, () =>
    configurationAssignment(look, slot, attempt),
  );
  return [app, assignment];
};

const configurationAssignment = async (
  look: IntuneLook,
  slot: Slot,
  attempt: Look,
): Promise<ReadinessItem> => {
  const key = { item: 'assignment', platform: slot.platform } as const;
  const { policy } = await look.finder.find(slot, attempt);
  const assigned =
    policy === undefined ? look.hasGroups : reachesAnybody(await look.api.assignments(policy.id, attempt));
  return assigned
    ? ok(
        key,
        policy === undefined
          ? 'The configuration will be assigned to the given groups'
          : 'The configuration is assigned',
      )
    : failing(key, 'Enter the groups in the connection, or assign the app configuration policy in Intune');
};

const binding = (look: IntuneLook, platform: Platform, attempt: Look): Promise<ReadinessItem> =>
  platform === 'ios' ? applePush(look, attempt) : androidEnterprise(look, attempt);

const applePush = (look: IntuneLook, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'apple-push-certificate', platform: 'ios' } as const;
  return probe(key, async () => {
    const found = await look.api.applePushCertificate(attempt);
    if (found === 'none')
      return failing(key, 'Intune has no Apple MDM push certificate: create one under Enrollment > Apple');
    if (found === 'not-allowed') {
      return unknown(
        key,
        'Grant DeviceManagementServiceConfig.Read.All, or look in Intune under Enrollment > Apple > Apple MDM Push Certificate',
      );
    }
    return certificate(key, found, new Date());
  });
};

const androidEnterprise = (look: IntuneLook, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'android-enterprise', platform: 'android' } as const;
  return probe(key, async () => {
    const status = await look.api.managedGooglePlay(attempt);
    if (status === 'not-allowed') {
      return unknown(
        key,
        'Grant DeviceManagementServiceConfig.Read.All, or look in Intune under Enrollment > Android > Managed Google Play',
      );
    }
    return status === 'boundAndValidated'
      ? ok(key, 'Managed Google Play is bound')
      : failing(
          key,
          `Managed Google Play is not bound (${status}): bind it in Intune under Enrollment > Android`,
        );
  });
};
