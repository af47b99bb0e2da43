import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import { AccessToken, accessTokenAnswerSchema, issuedToken, type IssuedToken } from '../http/access-token.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp, VendorRequest } from '../http/vendor-http.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { clientProof, type ClientProof } from './client-proof.ts';
import { problemWithGraph, problemWithSignIn } from './intune.problems.ts';
import { pageSchema, type IntuneFields } from './intune.schema.ts';

/** More than any tenant has policies, apps or assignments: a list that goes on for longer has no end. */
const pagesMax = 100;

export type GraphRequest = Omit<VendorRequest, 'url'> & { readonly path: string };

/** Signed-in requests to Microsoft Graph. */
export class GraphClient {
  readonly #accessToken = new AccessToken((attempt) => this.#signIn(attempt));

  readonly proof: ClientProof;

  constructor(
    private readonly fields: IntuneFields,
    readonly http: VendorHttp,
  ) {
    this.proof = clientProof(fields.credentials);
  }

  /** A permission that was granted since is not in the token we have: a refusal counts only with a fresh one. */
  async send(request: GraphRequest, attempt: Attempt): Promise<VendorAnswer> {
    const answer = await this.#authorized(request, attempt);
    if (answer.status !== 401 && answer.status !== 403) return answer;
    this.#accessToken.discard();
    return this.#authorized(request, attempt);
  }

  /** As `send`; throws DeliveryProblem for an answer that is no success. */
  async succeed(request: GraphRequest, what: string, attempt: Attempt): Promise<VendorAnswer> {
    const answer = await this.send(request, attempt);
    if (isSuccess(answer)) return answer;
    throw problemWithGraph(answer, what);
  }

  /** https://learn.microsoft.com/graph/paging: the link is followed as it is. */
  async all(path: string, what: string, attempt: Attempt): Promise<readonly unknown[]> {
    const rows: unknown[] = [];
    let next: string | undefined = path;
    for (let pages = 0; next !== undefined && pages < pagesMax; pages += 1) {
      const answer: VendorAnswer = await this.succeed({ method: 'GET', path: next }, what, attempt);
      const page = parseAnswer(pageSchema, answer.body, what);
      rows.push(...page.value);
      next = this.#pathOf(page['@odata.nextLink']);
    }
    if (next === undefined) return rows;
    throw new DeliveryProblem('vendor-answer-unexpected', `${what} has more than ${pagesMax} pages`);
  }

  /** With a new access token, whatever we have. */
  async signIn(attempt: Attempt): Promise<SecretText> {
    this.#accessToken.discard();
    return this.#accessToken.get(attempt);
  }

  /** The access token goes to no other host, whatever a page says. */
  #pathOf(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    const { graphUrl } = this.fields.settings;
    if (link.startsWith(`${graphUrl}/`)) return link.slice(graphUrl.length);
    throw new DeliveryProblem('vendor-answer-unexpected', 'The next page is on another host');
  }

  async #authorized({ path, ...request }: GraphRequest, attempt: Attempt): Promise<VendorAnswer> {
    const token = await this.#accessToken.get(attempt);
    const headers = { authorization: `Bearer ${token.reveal()}` };
    return this.http.send({ ...request, url: `${this.fields.settings.graphUrl}${path}`, headers }, attempt);
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
  async #signIn(attempt: Attempt): Promise<IssuedToken> {
    const { settings, credentials } = this.fields;
    const url = `${settings.loginUrl}/${encodeURIComponent(settings.tenantId)}/oauth2/v2.0/token`;
    const form = {
      client_id: credentials.clientId,
      scope: settings.scope ?? `${settings.graphUrl}/.default`,
      grant_type: 'client_credentials',
      ...this.proof.fieldsFor(url),
    };
    const answer = await this.http.send({ method: 'POST', url, form, writes: false }, attempt);
    if (!isSuccess(answer)) throw problemWithSignIn(answer);
    return issuedToken(parseAnswer(accessTokenAnswerSchema, answer.body, 'The access token'));
  }
}
