import type { Platform } from '@mdm-gate/contracts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { Attempt, Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { AppPolicy } from './app-policy.ts';
import type { GraphChange, GraphClient } from './graph-client.ts';
import type { PolicyReader } from './policy-reader.ts';
import { isRouteRefusal, problemWithGraph } from './intune.problems.ts';
import {
  applePushSchema,
  assignmentSchema,
  managedPlaySchema,
  mobileAppSchema,
  type Assignment,
  type MobileApp,
} from './intune.schema.ts';

/** Android's types exist only in beta; both platforms use it, so that there is one path. */
const policiesPath = '/beta/deviceAppManagement/mobileAppConfigurations';
const castAssign = 'microsoft.graph.managedDeviceMobileAppConfiguration/assign';
const plainAssign = 'assign';

/** The server filters by type only; ids are compared here. */
const appFilters: Readonly<Record<Platform, string>> = {
  ios:
    "(microsoft.graph.managedApp/appAvailability eq null or microsoft.graph.managedApp/appAvailability eq 'lineOfBusiness' or isAssigned eq true) and " +
    "(isof('microsoft.graph.iosLobApp') or isof('microsoft.graph.iosStoreApp') or isof('microsoft.graph.iosVppApp') or isof('microsoft.graph.managedIOSStoreApp') or isof('microsoft.graph.managedIOSLobApp'))",
  android: "isof('microsoft.graph.androidManagedStoreApp')",
};

const pathOf = (id: string): string => `${policiesPath}/${encodeURIComponent(id)}`;

const goneMessage = 'The app configuration policy in Intune is gone, or is not shown yet';

/** The calls of Microsoft Graph that we need, each as its documentation has it. */
export class IntuneApi {
  #assignRoute: string = castAssign;

  constructor(
    readonly graph: GraphClient,
    private readonly reader: PolicyReader,
  ) {}

  /** https://learn.microsoft.com/graph/api/intune-apps-mobileapp-list */
  async apps(platform: Platform, look: Look): Promise<readonly MobileApp[]> {
    const path = `/beta/deviceAppManagement/mobileApps?$filter=${encodeURIComponent(appFilters[platform])}`;
    const rows = await this.graph.all(path, 'Listing apps', look);
    return rows.map((row) => parseAnswer(mobileAppSchema, JSON.parse(row), 'An app'));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-list */
  async policies(look: Look): Promise<readonly AppPolicy[]> {
    const rows = await this.graph.all(policiesPath, 'Listing app configurations', look);
    return Promise.all(rows.map((row) => this.reader.read(row)));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-get; undefined when there is none. */
  async policy(id: string, look: Look): Promise<AppPolicy | undefined> {
    const answer = await this.graph.read(pathOf(id), look);
    if (answer.status === 404) return undefined;
    if (!isSuccess(answer)) throw problemWithGraph(answer, 'Reading an app configuration');
    return this.reader.read(answer.text);
  }

  /** As `policy`; throws `write-not-kept` when there is none: the next turn looks what there is. */
  async knownPolicy(id: string, look: Look): Promise<AppPolicy> {
    const policy = await this.policy(id, look);
    if (policy === undefined) throw new DeliveryProblem('write-not-kept', goneMessage);
    return policy;
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-create: has no idempotency key. */
  async create(jsonText: string, attempt: Attempt): Promise<AppPolicy> {
    const answer = await this.graph.change({ method: 'POST', path: policiesPath, jsonText }, attempt);
    if (!isSuccess(answer)) throw problemWithGraph(answer, 'Creating an app configuration');
    return this.reader.read(answer.text);
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-update: answers 204 in the field, 200 in the documentation. */
  async update(id: string, change: Pick<GraphChange, 'jsonText' | 'fate'>, attempt: Attempt): Promise<void> {
    const answer = await this.graph.change({ ...change, method: 'PATCH', path: pathOf(id) }, attempt);
    succeeded(answer, 'Changing an app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-delete */
  async remove(id: string, attempt: Attempt): Promise<void> {
    const answer = await this.graph.change({ method: 'DELETE', path: pathOf(id) }, attempt);
    if (answer.status !== 404 && !isSuccess(answer))
      throw problemWithGraph(answer, 'Deleting an app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationassignment-list */
  async assignments(id: string, look: Look): Promise<readonly Assignment[]> {
    const rows = await this.graph.all(`${pathOf(id)}/assignments`, 'Reading assignments', look);
    return rows.map((row) => parseAnswer(assignmentSchema, JSON.parse(row), 'An assignment'));
  }

  /**
   * https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-assign: replaces the whole
   * list. The documented route is refused by the service; the one with the type cast works.
   */
  async assign(id: string, targets: readonly object[], attempt: Attempt): Promise<void> {
    const json = { assignments: targets.map((target) => ({ target })) };
    const route = this.#assignRoute;
    const answer = await this.graph.change({ method: 'POST', path: `${pathOf(id)}/${route}`, json }, attempt);
    if (!isRouteRefusal(answer) || route === plainAssign) succeeded(answer, 'Assigning an app configuration');
    else {
      // Not sent again here: the list may be another one by now.
      this.#assignRoute = plainAssign;
      throw new DeliveryProblem(
        'vendor-error',
        'Intune does not know the route to assign, and is asked on the other one',
      );
    }
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationdevicesummary-get: a delayed roll-up. */
  async statusSummary(id: string, look: Look): Promise<unknown> {
    const answer = await this.graph.glance(`${pathOf(id)}/deviceStatusSummary`, look);
    return answer !== undefined && isSuccess(answer) ? answer.body : undefined;
  }

  /** https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-get: 404 when there is none. */
  async applePushCertificate(look: Look): Promise<Date | 'none' | 'not-allowed'> {
    const answer = await this.graph.read('/v1.0/deviceManagement/applePushNotificationCertificate', look);
    if (answer.status === 404) return 'none';
    if (answer.status === 403) return 'not-allowed';
    const { body } = succeeded(answer, 'Reading the Apple push certificate');
    return new Date(parseAnswer(applePushSchema, body, 'The Apple push certificate').expirationDateTime);
  }

  /** https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-get: beta only. */
  async managedGooglePlay(look: Look): Promise<string> {
    const path = '/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings';
    const answer = await this.graph.read(path, look);
    if (answer.status === 403) return 'not-allowed';
    const { body } = succeeded(answer, 'Reading Managed Google Play');
    return parseAnswer(managedPlaySchema, body, 'Managed Google Play').bindStatus;
  }
}

/** Of a policy that we have just read, 404 says that it is gone since: the next turn looks what there is. */
const succeeded = (answer: VendorAnswer, what: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  if (answer.status === 404) throw new DeliveryProblem('write-not-kept', goneMessage);
  throw problemWithGraph(answer, what);
};
