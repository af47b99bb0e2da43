import type { Attempt, Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { endless, walkPages } from '../http/page-walk.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { ChangeRequest } from '../http/vendor-request.ts';
import type { UemAuthorization } from './uem-authorization.ts';
import type { UemBudgets } from './uem-limits.ts';
import { errorCodeOf, isNotFound, problemWithUem } from './workspace-one.problems.ts';
import {
  applePushSchema,
  appSearchSchema,
  deploymentCountsSchema,
  type AppRow,
  type DeploymentCounts,
} from './workspace-one.schema.ts';

/** The same path exists in several versions with different bodies, and without a version the answer is XML. */
const version = (number: number): { accept: string } => ({ accept: `application/json;version=${number}` });

const pageSizeMax = 500;

type Headers = Readonly<Record<string, string>>;

/** The calls of the Workspace ONE UEM REST API that we need; each tenant documents them at `<apiUrl>/api/help`. */
export class WorkspaceOneApi {
  constructor(
    private readonly apiUrl: string,
    readonly authorization: UemAuthorization,
    private readonly transport: { readonly http: VendorHttp; readonly budgets: UemBudgets },
  ) {}

  get clockAheadMs(): number | undefined {
    return this.transport.http.clockAheadMs;
  }

  /**
   * https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/search (v1). 204 when there is none; `bundleid` may
   * match parts. A page may be shorter than asked for: `Total` tells whether there are more.
   */
  async searchApps(bundleId: string, look: Look): Promise<readonly AppRow[]> {
    const what = 'Searching the app';
    const found = new Map<string, AppRow>();
    await walkPages(
      what,
      async (page) => {
        const before = found.size;
        const { rows, total } = await this.#appPage(bundleId, page, look);
        for (const row of rows) found.set(row.Uuid.toLowerCase(), row);
        if (rows.length > 0 && found.size === before) throw endless(what, 'comes back to a page that it had');
        const isWhole = rows.length < pageSizeMax && total !== undefined && found.size >= total;
        return { isLast: rows.length === 0 || isWhole, page };
      },
      ({ isLast, page }) => (isLast ? undefined : String(page + 1)),
    );
    return [...found.values()];
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/{applicationUuid}/assignment-rules (v2), as it is written. */
  async assignmentRules(appUuid: string, look: Look): Promise<string> {
    const answer = await this.#read(this.#rulesUrl(appUuid), version(2), look);
    if (isNotFound(answer))
      throw new DeliveryProblem(
        'app-not-found',
        'Workspace ONE does not have the app any more, or the account may not see it',
      );
    return successOf(answer, 'Reading the assignments').text;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: PUT of the same: replaces everything, answers 202 and publishes. */
  async replaceAssignmentRules(
    appUuid: string,
    change: Pick<ChangeRequest, 'jsonText' | 'fate'>,
    attempt: Attempt,
  ): Promise<void> {
    const url = this.#rulesUrl(appUuid);
    const headers = await this.#headers(url, version(2), attempt);
    const { http, budgets } = this.transport;
    const request = { ...change, method: 'PUT', url, headers, budgets: [budgets.any] } as const;
    const answer = await http.change(request, attempt);
    if (answer.status === 401 && !isNotFound(answer) && this.authorization.renew()) {
      throw new DeliveryProblem('vendor-error', 'Workspace ONE ended the access token before its time');
    }
    successOf(answer, 'Changing the assignments');
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/{applicationUuid}/deploymentcounts: who has the app, not who has the value. */
  async deploymentCounts(appUuid: string, look: Look): Promise<DeploymentCounts | undefined> {
    const url = this.#url(`/api/mam/apps/${encodeURIComponent(appUuid)}/deploymentcounts`);
    const headers = await this.#headers(url, version(1), look);
    const { http, budgets } = this.transport;
    const answer = await http.glance({ method: 'GET', url, headers, budgets: [budgets.any] }, look);
    const isTold = answer !== undefined && isSuccess(answer);
    return deploymentCountsSchema.safeParse(isTold ? answer.body : undefined).data;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/info (v1): the probe of the credentials. */
  async systemInfo(look: Look): Promise<void> {
    const what = 'Reading the system information';
    successOf(await this.#read(this.#url('/api/system/info'), version(1), look), what);
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/groups/{uuid}/apns. Version 2: version 1 makes a signing request. */
  async applePushCertificate(groupUuid: string, look: Look): Promise<Date | undefined> {
    const url = this.#url(`/api/system/groups/${encodeURIComponent(groupUuid)}/apns`);
    const answer = await this.#read(url, version(2), look);
    const parsed = applePushSchema.safeParse(isSuccess(answer) ? answer.body : undefined);
    const validTo = new Date(parsed.data?.valid_to ?? Number.NaN);
    return Number.isNaN(validTo.getTime()) ? undefined : validTo;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/groups/{id}/androidwork (v1); 404 with 6071 when it is not set up. */
  async androidEnterprise(groupId: number, look: Look): Promise<'bound' | 'not-bound' | 'unknown'> {
    const answer = await this.#read(this.#url(`/api/system/groups/${groupId}/androidwork`), version(1), look);
    if (isSuccess(answer)) return 'bound';
    return answer.status === 404 && errorCodeOf(answer) === 6_071 ? 'not-bound' : 'unknown';
  }

  async #appPage(
    bundleId: string,
    page: number,
    look: Look,
  ): Promise<{ readonly rows: readonly AppRow[]; readonly total: number | undefined }> {
    const query = new URLSearchParams({
      bundleid: bundleId,
      page: String(page),
      pagesize: String(pageSizeMax),
    });
    const answer = await this.#read(this.#url(`/api/mam/apps/search?${query.toString()}`), version(1), look);
    if (answer.status === 204) return { rows: [], total: undefined };
    const { body } = successOf(answer, 'Searching the app');
    const { Application: rows, Total: total } = parseAnswer(appSearchSchema, body, 'The app search');
    return { rows, total: total ?? undefined };
  }

  #rulesUrl(appUuid: string): string {
    return this.#url(`/api/mam/apps/${encodeURIComponent(appUuid)}/assignment-rules`);
  }

  #url(path: string): string {
    return `${this.apiUrl}${path}`;
  }

  /** A refused password or signature is not sent again: accounts are locked after a few. */
  async #read(url: string, given: Headers, look: Look): Promise<VendorAnswer> {
    const answer = await this.#readOnce(url, given, look);
    if (answer.status !== 401 || isNotFound(answer)) return answer;
    return this.authorization.renew() ? this.#readOnce(url, given, look) : answer;
  }

  async #readOnce(url: string, given: Headers, look: Look): Promise<VendorAnswer> {
    const { http, budgets } = this.transport;
    const headers = await this.#headers(url, given, look);
    return http.read({ method: 'GET', url, headers, budgets: [budgets.any] }, look);
  }

  async #headers(url: string, given: Headers, look: Look): Promise<Headers> {
    return { ...given, ...(await this.authorization.headersFor(url, look)) };
  }
}

const successOf = (answer: VendorAnswer, what: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithUem(answer, what);
};
