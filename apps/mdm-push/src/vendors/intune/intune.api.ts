import type { Platform } from '@mdm-gate/contracts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess } from '../http/vendor-answer.ts';
import type { Attempt } from '../mdm-vendor.ts';
import type { GraphClient } from './graph-client.ts';
import { isRouteRefusal, problemWithGraph } from './intune.problems.ts';
import {
  applePushSchema,
  assignmentSchema,
  configurationSchema,
  managedPlaySchema,
  mobileAppSchema,
  statusSummarySchema,
  type Assignment,
  type Configuration,
  type MobileApp,
  type StatusSummary,
} from './intune.schema.ts';

/** Android's types exist only in beta; both platforms use it, so that there is one path. */
const configurationsPath = '/beta/deviceAppManagement/mobileAppConfigurations';
const castAssign = 'microsoft.graph.managedDeviceMobileAppConfiguration/assign';

/** The server filters by type only; ids are compared here. */
const appFilters: Readonly<Record<Platform, string>> = {
  ios:
    "(microsoft.graph.managedApp/appAvailability eq null or microsoft.graph.managedApp/appAvailability eq 'lineOfBusiness' or isAssigned eq true) and " +
    "(isof('microsoft.graph.iosLobApp') or isof('microsoft.graph.iosStoreApp') or isof('microsoft.graph.iosVppApp') or isof('microsoft.graph.managedIOSStoreApp') or isof('microsoft.graph.managedIOSLobApp'))",
  android: "isof('microsoft.graph.androidManagedStoreApp')",
};

const pathOf = (id: string): string => `${configurationsPath}/${encodeURIComponent(id)}`;

/** The calls of Microsoft Graph that we need, each as its documentation has it. */
export class IntuneApi {
  constructor(readonly graph: GraphClient) {}

  /** https://learn.microsoft.com/graph/api/intune-apps-mobileapp-list */
  async apps(platform: Platform, attempt: Attempt): Promise<readonly MobileApp[]> {
    const path = `/beta/deviceAppManagement/mobileApps?$filter=${encodeURIComponent(appFilters[platform])}`;
    const rows = await this.graph.all(path, 'Listing apps', attempt);
    return rows.map((row) => parseAnswer(mobileAppSchema, row, 'An app'));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-list */
  async configurations(attempt: Attempt): Promise<readonly Configuration[]> {
    const rows = await this.graph.all(configurationsPath, 'Listing app configurations', attempt);
    return rows.map((row) => parseAnswer(configurationSchema, row, 'An app configuration'));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-get; undefined when there is none. */
  async configuration(id: string, attempt: Attempt): Promise<Configuration | undefined> {
    const answer = await this.graph.send({ method: 'GET', path: pathOf(id) }, attempt);
    if (answer.status === 404) return undefined;
    if (!isSuccess(answer)) throw problemWithGraph(answer, 'Reading an app configuration');
    return parseAnswer(configurationSchema, answer.body, 'An app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-create: has no idempotency key, so it is not repeated. */
  async create(configuration: object, attempt: Attempt): Promise<Configuration> {
    const request = {
      method: 'POST',
      path: configurationsPath,
      json: configuration,
      repeatable: false,
    } as const;
    const answer = await this.graph.succeed(request, 'Creating an app configuration', attempt);
    return parseAnswer(configurationSchema, answer.body, 'The new app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-update: answers 204 in the field, 200 in the documentation. */
  async update(id: string, configuration: object, attempt: Attempt): Promise<void> {
    const request = { method: 'PATCH', path: pathOf(id), json: configuration } as const;
    await this.graph.succeed(request, 'Changing an app configuration', attempt);
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-delete */
  async remove(id: string, attempt: Attempt): Promise<void> {
    const answer = await this.graph.send({ method: 'DELETE', path: pathOf(id) }, attempt);
    if (answer.status !== 404 && !isSuccess(answer))
      throw problemWithGraph(answer, 'Deleting an app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationassignment-list */
  async assignments(id: string, attempt: Attempt): Promise<readonly Assignment[]> {
    const rows = await this.graph.all(`${pathOf(id)}/assignments`, 'Reading assignments', attempt);
    return rows.map((row) => parseAnswer(assignmentSchema, row, 'An assignment'));
  }

  /**
   * https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-assign: replaces the whole
   * list. The documented route is refused by the service; the one with the type cast works.
   */
  async assign(id: string, targets: readonly object[], attempt: Attempt): Promise<void> {
    const json = { assignments: targets.map((target) => ({ target })) };
    const answer = await this.graph.send(
      { method: 'POST', path: `${pathOf(id)}/${castAssign}`, json },
      attempt,
    );
    if (isSuccess(answer)) return;
    if (!isRouteRefusal(answer)) throw problemWithGraph(answer, 'Assigning an app configuration');
    const plain = { method: 'POST', path: `${pathOf(id)}/assign`, json } as const;
    await this.graph.succeed(plain, 'Assigning an app configuration', attempt);
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationdevicesummary-get: a delayed roll-up. */
  async statusSummary(id: string, attempt: Attempt): Promise<StatusSummary | undefined> {
    const answer = await this.graph.send(
      { method: 'GET', path: `${pathOf(id)}/deviceStatusSummary` },
      attempt,
    );
    const parsed = statusSummarySchema.safeParse(isSuccess(answer) ? answer.body : undefined);
    return parsed.success ? parsed.data : undefined;
  }

  /** https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-get: 404 when there is none. */
  async applePushCertificate(attempt: Attempt): Promise<Date | 'none' | 'not-allowed'> {
    const path = '/v1.0/deviceManagement/applePushNotificationCertificate';
    const answer = await this.graph.send({ method: 'GET', path }, attempt);
    if (answer.status === 404) return 'none';
    if (answer.status === 403) return 'not-allowed';
    if (!isSuccess(answer)) throw problemWithGraph(answer, 'Reading the Apple push certificate');
    return new Date(
      parseAnswer(applePushSchema, answer.body, 'The Apple push certificate').expirationDateTime,
    );
  }

  /** https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-get: beta only. */
  async managedGooglePlay(attempt: Attempt): Promise<string> {
    const path = '/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings';
    const answer = await this.graph.send({ method: 'GET', path }, attempt);
    if (answer.status === 403) return 'not-allowed';
    if (!isSuccess(answer)) throw problemWithGraph(answer, 'Reading Managed Google Play');
    return parseAnswer(managedPlaySchema, answer.body, 'Managed Google Play').bindStatus;
  }
}
