import { randomUUID } from 'node:crypto';
import type { SecretText } from '@mdm-gate/service-kit';
import type { Attempt, Look } from '../attempt.ts';
import { parseJson, rawOf, valueOf } from '../configuration/json-text.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { AccessToken, accessTokenAnswerSchema, issuedToken, type IssuedToken } from '../http/access-token.ts';
import { walkPages } from '../http/page-walk.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess, type VendorAnswer } from '../http/vendor-answer.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { ChangeRequest } from '../http/vendor-request.ts';
import { clientProof, type ClientProof } from './client-proof.ts';
import type { GraphBudgets } from './graph-limits.ts';
import { nextPage } from './graph-page.ts';
import { problemWithGraph, problemWithSignIn } from './intune.problems.ts';
import { pageSchema, type IntuneCredentials, type IntuneFields } from './intune.schema.ts';

export type GraphChange = Pick<ChangeRequest, 'method' | 'json' | 'jsonText' | 'fate'> & {
  readonly path: string;
};

/** Signed-in requests to Microsoft Graph, each with an id of ours, which Microsoft's support asks for. */
export class GraphClient {
  readonly #accessToken = new AccessToken((look) => this.#signIn(look));

  readonly proof: ClientProof;

  constructor(
    private readonly fields: IntuneFields,
    readonly http: VendorHttp,
    private readonly budgets: GraphBudgets,
  ) {
    this.proof = clientProof(fields.credentials);
  }

  /** A permission that was granted since is not in the token we have: a refusal counts only with a fresh one. */
  async read(path: string, look: Look): Promise<VendorAnswer> {
    const answer = await this.#readOnce(path, look);
    if (answer.status !== 401 && answer.status !== 403) return answer;
    this.#accessToken.discard();
    return this.#readOnce(path, look);
  }

  /** What may just as well not be known. */
  async glance(path: string, look: Look): Promise<VendorAnswer | undefined> {
    return this.http.glance(
      { method: 'GET', ...(await this.#signed(path, look)), budgets: [this.budgets.any] },
      look,
    );
  }

  /**
   * Sent once. When the access token that we have may be what is refused, the turn ends: the reads of the next one ask
   * for a fresh token and tell.
   */
  async change({ path, ...request }: GraphChange, attempt: Attempt): Promise<VendorAnswer> {
    const signed = await this.#signed(path, attempt);
    const isFresh = this.#accessToken.isIssuedTo(attempt);
    const budgets = [this.budgets.any, this.budgets.write];
    const answer = await this.http.change({ ...request, ...signed, budgets }, attempt);
    if (answer.status !== 401 && (answer.status !== 403 || isFresh)) return answer;
    this.#accessToken.discard();
    throw new DeliveryProblem('vendor-error', 'Microsoft Graph ended the access token before its time');
  }

  /** All rows of a list, each as the text that Graph wrote. https://learn.microsoft.com/graph/paging: links are followed as they are. */
  async all(path: string, what: string, look: Look): Promise<readonly string[]> {
    let place = path;
    const pages = await walkPages(
      what,
      async () => {
        const answer = await this.read(place, look);
        if (!isSuccess(answer)) throw problemWithGraph(answer, what);
        const next = nextPage(parseAnswer(pageSchema, answer.body, what)['@odata.nextLink'], this.#graphUrl);
        place = next ?? place;
        return { rows: rowsOf(answer.text), next };
      },
      ({ next }) => next,
    );
    return pages.flatMap(({ rows }) => rows);
  }

  /** With a new access token, whatever we have. */
  async signIn(look: Look): Promise<SecretText> {
    this.#accessToken.discard();
    return this.#accessToken.get(look);
  }

  get #graphUrl(): string {
    return this.fields.settings.graphUrl;
  }

  async #readOnce(path: string, look: Look): Promise<VendorAnswer> {
    return this.http.read(
      { method: 'GET', ...(await this.#signed(path, look)), budgets: [this.budgets.any] },
      look,
    );
  }

  async #signed(path: string, look: Look): Promise<Pick<ChangeRequest, 'url' | 'headers' | 'id'>> {
    const token = await this.#accessToken.get(look);
    const id = randomUUID();
    const headers = { authorization: `Bearer ${token.reveal()}`, 'client-request-id': id };
    return { url: `${this.#graphUrl}${path}`, headers, id };
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
  async #signIn(look: Look): Promise<IssuedToken> {
    const { settings, credentials } = this.fields;
    const url = `${settings.loginUrl}/${encodeURIComponent(settings.tenantId)}/oauth2/v2.0/token`;
    const form = {
      client_id: credentials.clientId,
      scope: settings.scope ?? `${settings.graphUrl}/.default`,
      grant_type: 'client_credentials',
      ...this.proof.fieldsFor(url),
    };
    const id = randomUUID();
    const request = { method: 'POST', url, form, id, headers: { 'client-request-id': id } } as const;
    const answer = await this.http.signIn(request, look);
    if (!isSuccess(answer)) throw problemWithSignIn(answer).hiding(secretOf(credentials));
    return issuedToken(parseAnswer(accessTokenAnswerSchema, answer.body, 'The access token'));
  }
}

const secretOf = (credentials: IntuneCredentials): string =>
  'clientSecret' in credentials ? credentials.clientSecret : '';

const rowsOf = (text: string): readonly string[] =>
  (valueOf(parseJson(text), 'value')?.children ?? []).map((row) => rawOf(text, row));
