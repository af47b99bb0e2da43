import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { UemAuthorization } from './uem-authorization.ts';
import { errorCodeOf, isNotFound, problemWithUem } from './workspace-one.problems.ts';
import {
  applePushSchema,
  appSearchSchema,
  assignmentRulesSchema,
  deploymentCountsSchema,
  type AppRow,
  type AssignmentRules,
} from './workspace-one.schema.ts';

/** The same path exists in several versions with different bodies, and without a version the answer is XML. */
const version = (number: number): { accept: string } => ({ accept: `application/json;version=${number}` });

const pageSizeMax = 500;
const pagesMax = 40;

/** The calls of the Workspace ONE UEM REST API that we need; each tenant documents them at `<apiUrl>/api/help`. */
export class WorkspaceOneApi {
  constructor(
    private readonly apiUrl: string,
    readonly authorization: UemAuthorization,
    readonly http: VendorHttp,
  ) {}

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/search (v1). 204 when there is none; `bundleid` may match parts. */
  async searchApps(bundleId: string, attempt: Attempt): Promise<readonly AppRow[]> {
    const rows: AppRow[] = [];
    for (let page = 0; page < pagesMax; page += 1) {
      const query = new URLSearchParams({
        bundleid: bundleId,
        page: String(page),
        pagesize: String(pageSizeMax),
      });
      const answer = await this.#send(
        { method: 'GET', url: this.#url(`/api/mam/apps/search?${query.toString()}`), headers: version(1) },
        attempt,
      );
      if (answer.status === 204) break;
      const found = parseAnswer(
        appSearchSchema,
        successOf(answer, 'Searching the app').body,
        'The app search',
      ).Application;
      rows.push(...found);
      if (found.length < pageSizeMax) break;
    }
    return rows;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/{applicationUuid}/assignment-rules (v2) */
  async assignmentRules(appUuid: string, attempt: Attempt): Promise<AssignmentRules> {
    const answer = await this.#send(
      { method: 'GET', url: this.#rulesUrl(appUuid), headers: version(2) },
      attempt,
    );
    if (isNotFound(answer))
      throw new DeliveryProblem(
        'app-not-found',
        'Workspace ONE does not have the app any more, or the account may not see it',
      );
    return parseAnswer(
      assignmentRulesSchema,
      successOf(answer, 'Reading the assignments').body,
      'The assignments',
    );
  }

  /** https://developer.omnissa.com/ws1-uem-apis: PUT of the same: replaces everything, answers 202 and publishes. */
  async replaceAssignmentRules(appUuid: string, rules: AssignmentRules, attempt: Attempt): Promise<void> {
    const request = {
      method: 'PUT',
      url: this.#rulesUrl(appUuid),
      headers: version(2),
      json: rules,
    } as const;
    successOf(await this.#send(request, attempt), 'Changing the assignments');
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/mam/apps/{applicationUuid}/deploymentcounts: who has the app, not who has the value. */
  async deploymentCounts(
    appUuid: string,
    attempt: Attempt,
  ): Promise<{ assigned: number; installed: number } | undefined> {
    const url = this.#url(`/api/mam/apps/${encodeURIComponent(appUuid)}/deploymentcounts`);
    const answer = await this.#send({ method: 'GET', url, headers: version(1) }, attempt);
    const parsed = deploymentCountsSchema.safeParse(isSuccess(answer) ? answer.body : undefined);
    return parsed.success
      ? { assigned: parsed.data.assigned_count, installed: parsed.data.installed_count }
      : undefined;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/info (v1): the probe of the credentials. */
  async systemInfo(attempt: Attempt): Promise<void> {
    const request = { method: 'GET', url: this.#url('/api/system/info'), headers: version(1) } as const;
    successOf(await this.#send(request, attempt), 'Reading the system information');
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/groups/{uuid}/apns. Version 2: version 1 makes a signing request. */
  async applePushCertificate(groupUuid: string, attempt: Attempt): Promise<Date | undefined> {
    const url = this.#url(`/api/system/groups/${encodeURIComponent(groupUuid)}/apns`);
    const answer = await this.#send({ method: 'GET', url, headers: version(2) }, attempt);
    const parsed = applePushSchema.safeParse(isSuccess(answer) ? answer.body : undefined);
    const validTo = new Date(parsed.data?.valid_to ?? Number.NaN);
    return Number.isNaN(validTo.getTime()) ? undefined : validTo;
  }

  /** https://developer.omnissa.com/ws1-uem-apis: GET /api/system/groups/{id}/androidwork (v1); 404 with 6071 when it is not set up. */
  async androidEnterprise(groupId: number, attempt: Attempt): Promise<'bound' | 'not-bound' | 'unknown'> {
    const url = this.#url(`/api/system/groups/${groupId}/androidwork`);
    const answer = await this.#send({ method: 'GET', url, headers: version(1) }, attempt);
    if (isSuccess(answer)) return 'bound';
    return answer.status === 404 && errorCodeOf(answer) === 6_071 ? 'not-bound' : 'unknown';
  }

  #rulesUrl(appUuid: string): string {
    return this.#url(`/api/mam/apps/${encodeURIComponent(appUuid)}/assignment-rules`);
  }

  #url(path: string): string {
    return `${this.apiUrl}${path}`;
  }

  /** A refused password or signature is not sent again: accounts are locked after a few. */
  async #send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const answer = await this.#authorized(request, attempt);
    if (answer.status !== 401 || isNotFound(answer)) return answer;
    return this.authorization.renew() ? this.#authorized(request, attempt) : answer;
  }

  async #authorized(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const authorization = await this.authorization.headersFor(request.url, attempt);
    const headers = { ...request.headers, ...authorization };
    return this.http.send({ ...request, headers }, attempt);
  }
}

const successOf = (answer: VendorAnswer, what: string): VendorAnswer => {
  if (isSuccess(answer)) return answer;
  throw problemWithUem(answer, what);
};
