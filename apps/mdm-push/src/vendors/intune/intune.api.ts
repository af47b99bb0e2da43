import type { Platform } from '@mdm-gate/contracts';
import { AccessToken, accessTokenAnswerSchema, issuedToken, type IssuedToken } from '../http/access-token.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { isRouteRefusal, problemWithGraph, problemWithSignIn } from './intune.problems.ts';
import {
  assignmentSchema,
  configurationSchema,
  mobileAppSchema,
  pageSchema,
  statusSummarySchema,
  type Assignment,
  type Configuration,
  type IntuneFields,
  type MobileApp,
  type StatusSummary,
} from './intune.schema.ts';

/** Android's types exist only in beta; both platforms use it, so that there is one path. */
const configurationsPath = '/beta/deviceAppManagement/mobileAppConfigurations';
const castAssign = 'microsoft.graph.managedDeviceMobileAppConfiguration/assign';
const pagesMax = 100;

/** The server filters by type only; ids are compared here. */
const appFilters: Readonly<Record<Platform, string>> = {
  ios:
    "(microsoft.graph.managedApp/appAvailability eq null or microsoft.graph.managedApp/appAvailability eq 'lineOfBusiness' or isAssigned eq true) and " +
    "(isof('microsoft.graph.iosLobApp') or isof('microsoft.graph.iosStoreApp') or isof('microsoft.graph.iosVppApp') or isof('microsoft.graph.managedIOSStoreApp') or isof('microsoft.graph.managedIOSLobApp'))",
  android: "isof('microsoft.graph.androidManagedStoreApp')",
};

/** The calls of Microsoft Graph that we need, each as its documentation has it. */
export class IntuneApi {
  readonly #accessToken = new AccessToken((attempt) => this.#signIn(attempt));

  constructor(
    private readonly fields: IntuneFields,
    private readonly http: VendorHttp,
  ) {}

  /** https://learn.microsoft.com/graph/api/intune-apps-mobileapp-list */
  async apps(platform: Platform, attempt: Attempt): Promise<readonly MobileApp[]> {
    const path = `/beta/deviceAppManagement/mobileApps?$filter=${encodeURIComponent(appFilters[platform])}`;
    const rows = await this.#all(path, 'Listing apps', attempt);
    return rows.map((row) => parseAnswer(mobileAppSchema, row, 'An app'));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-list */
  async configurations(attempt: Attempt): Promise<readonly Configuration[]> {
    const rows = await this.#all(configurationsPath, 'Listing app configurations', attempt);
    return rows.map((row) => parseAnswer(configurationSchema, row, 'An app configuration'));
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-get; undefined when there is none. */
  async configuration(id: string, attempt: Attempt): Promise<Configuration | undefined> {
    const answer = await this.#send(
      { method: 'GET', url: this.#url(`${configurationsPath}/${encodeURIComponent(id)}`) },
      attempt,
    );
    if (answer.status === 404) return undefined;
    return parseAnswer(
      configurationSchema,
      successOf(answer, 'Reading an app configuration').body,
      'An app configuration',
    );
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-create: has no idempotency key, so it is not repeated. */
  async create(configuration: object, attempt: Attempt): Promise<Configuration> {
    const request = {
      method: 'POST',
      url: this.#url(configurationsPath),
      json: configuration,
      repeatable: false,
    } as const;
    const answer = successOf(await this.#send(request, attempt), 'Creating an app configuration');
    return parseAnswer(configurationSchema, answer.body, 'The new app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-update: answers 204 in the field, 200 in the documentation. */
  async update(id: string, configuration: object, attempt: Attempt): Promise<void> {
    const url = this.#url(`${configurationsPath}/${encodeURIComponent(id)}`);
    successOf(
      await this.#send({ method: 'PATCH', url, json: configuration }, attempt),
      'Changing an app configuration',
    );
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-iosmobileappconfiguration-delete */
  async remove(id: string, attempt: Attempt): Promise<void> {
    const url = this.#url(`${configurationsPath}/${encodeURIComponent(id)}`);
    const answer = await this.#send({ method: 'DELETE', url }, attempt);
    if (answer.status !== 404) successOf(answer, 'Deleting an app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationassignment-list */
  async assignments(id: string, attempt: Attempt): Promise<readonly Assignment[]> {
    const path = `${configurationsPath}/${encodeURIComponent(id)}/assignments`;
    const rows = await this.#all(path, 'Reading assignments', attempt);
    return rows.map((row) => parseAnswer(assignmentSchema, row, 'An assignment'));
  }

  /**
   * https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfiguration-assign: replaces the whole
   * list. The documented route is refused by the service; the one with the type cast works.
   */
  async assign(id: string, targets: readonly object[], attempt: Attempt): Promise<void> {
    const base = `${configurationsPath}/${encodeURIComponent(id)}`;
    const json = { assignments: targets.map((target) => ({ target })) };
    const answer = await this.#send(
      { method: 'POST', url: this.#url(`${base}/${castAssign}`), json },
      attempt,
    );
    const final = isRouteRefusal(answer)
      ? await this.#send({ method: 'POST', url: this.#url(`${base}/assign`), json }, attempt)
      : answer;
    successOf(final, 'Assigning an app configuration');
  }

  /** https://learn.microsoft.com/graph/api/intune-apps-manageddevicemobileappconfigurationdevicesummary-get: a delayed roll-up. */
  async statusSummary(id: string, attempt: Attempt): Promise<StatusSummary | undefined> {
    const url = this.#url(`${configurationsPath}/${encodeURIComponent(id)}/deviceStatusSummary`);
    const answer = await this.#send({ method: 'GET', url }, attempt);
    const parsed = statusSummarySchema.safeParse(isSuccess(answer) ? answer.body : undefined);
    return parsed.success ? parsed.data : undefined;
  }

  /** https://learn.microsoft.com/graph/paging: the link is followed as it is. */
  async #all(path: string, what: string, attempt: Attempt): Promise<readonly unknown[]> {
    const rows: unknown[] = [];
    let url: string | undefined = this.#url(path);
    for (let pages = 0; url !== undefined && pages < pagesMax; pages += 1) {
      const answer: VendorAnswer = successOf(await this.#send({ method: 'GET', url }, attempt), what);
      const page = parseAnswer(pageSchema, answer.body, what);
      rows.push(...page.value);
      url = this.#sameHost(page['@odata.nextLink']);
    }
    return rows;
  }

  /** The access token goes to no other host, whatever a page says. */
  #sameHost(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    if (URL.parse(link)?.origin === new URL(this.fields.settings.graphUrl).origin) return link;
    throw new DeliveryProblem('vendor-answer-unexpected', 'The next page is on another host');
  }

  #url(path: string): string {
    return `${this.fields.settings.graphUrl}${path}`;
  }

  /** A permission that was granted since is not in the token we have: a refusal counts only with a fresh one. */
  async #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const answer = await this.#authorized(request, attempt);
    if (answer.status !== 401 && answer.status !== 403) return answer;
    this.#accessToken.discard();
    return this.#authorized(request, attempt);
  }

  async #authorized(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const token = await this.#accessToken.get(attempt);
    return this.http.send({ ...request, headers: { authorization: `Bearer ${token.reveal()}` } }, attempt);
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
  async #signIn(attempt: Attempt): Promise<IssuedToken> {
    const { settings, credentials } = this.fields;
    const answer = await this.http.send(
      {
        method: 'POST',
        url: `${settings.loginUrl}/${encodeURIComponent(settings.tenantId)}/oauth2/v2.0/token`,
        form: {
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret,
          scope: settings.scope ?? `${settings.graphUrl}/.default`,
          grant_type: 'client_credentials',
        },
        writes: false,
      },
      attempt,
    );
    if (!isSuccess(answer)) throw problemWithSignIn(answer);
    return issuedToken(parseAnswer(accessTokenAnswerSchema, answer.body, 'The access token'));
  }
}

const successOf = (answer: VendorAnswer, what: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithGraph(answer, what);
};
