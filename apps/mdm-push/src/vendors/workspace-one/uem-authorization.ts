import { DeliveryProblem } from '../delivery-problem.ts';
import { openClientCertificate, requireValid, type ClientCertificate } from '../http/client-certificate.ts';
import { AccessToken, accessTokenAnswerSchema, issuedToken, type IssuedToken } from '../http/access-token.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { isSuccess } from '../http/vendor-answer.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import type { Look } from '../attempt.ts';
import { signedPath } from './signed-path.ts';
import { problemWithUem } from './workspace-one.problems.ts';
import type { WorkspaceOneCredentials, WorkspaceOneFields } from './workspace-one.schema.ts';

type Headers = Readonly<Record<string, string>>;

/** How requests of a connection prove who sends them. */
export interface UemAuthorization {
  headersFor(url: string, look: Look): Headers | Promise<Headers>;
  /** Workspace ONE refused what they said; whether the next ones say something else. */
  renew(): boolean;
  /** Null where there is none. */
  readonly certificate: ClientCertificate | null;
}

export const uemAuthorization = (fields: WorkspaceOneFields, http: VendorHttp): UemAuthorization => {
  const { credentials } = fields;
  if ('clientSecret' in credentials) return new ByOAuth(fields.settings.tokenUrl, credentials, http);
  return 'username' in credentials ? byPassword(credentials) : new ByCertificate(credentials);
};

type OAuthClient = Extract<WorkspaceOneCredentials, { clientSecret: string }>;
type Password = Extract<WorkspaceOneCredentials, { username: string }>;
type Certificate = Exclude<WorkspaceOneCredentials, OAuthClient | Password>;

/** https://docs.omnissa.com/bundle/WorkspaceONE-UEM-Console-BasicsVSaaS/page/UsingUEMFunctionalityWithRESTAPI.html */
class ByOAuth implements UemAuthorization {
  readonly certificate = null;
  readonly #accessToken = new AccessToken((look) => this.#signIn(look));

  constructor(
    private readonly tokenUrl: string,
    private readonly client: OAuthClient,
    private readonly http: VendorHttp,
  ) {}

  async headersFor(_url: string, look: Look): Promise<Headers> {
    return { authorization: `Bearer ${(await this.#accessToken.get(look)).reveal()}` };
  }

  renew(): boolean {
    this.#accessToken.discard();
    return true;
  }

  async #signIn(look: Look): Promise<IssuedToken> {
    const form = {
      grant_type: 'client_credentials',
      client_id: this.client.clientId,
      client_secret: this.client.clientSecret,
    };
    const answer = await this.http.signIn({ method: 'POST', url: this.tokenUrl, form }, look);
    if (answer.status === 400 || answer.status === 401) {
      throw new DeliveryProblem('credentials-refused', 'Workspace ONE refuses the OAuth client');
    }
    if (!isSuccess(answer)) throw problemWithUem(answer, 'Signing in');
    return issuedToken(parseAnswer(accessTokenAnswerSchema, answer.body, 'The access token'));
  }
}

const byPassword = ({ username, password, tenantCode }: Password): UemAuthorization => {
  const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return {
    certificate: null,
    headersFor: () => ({ authorization: `Basic ${basic}`, 'aw-tenant-code': tenantCode }),
    renew: () => false,
  };
};

class ByCertificate implements UemAuthorization {
  readonly certificate: ClientCertificate;
  readonly #tenantCode: string;

  constructor(credentials: Certificate) {
    this.certificate = openClientCertificate(credentials);
    this.#tenantCode = credentials.tenantCode;
  }

  /** Every path has a signature of its own, with the time of it. */
  headersFor(url: string): Headers {
    requireValid(this.certificate, new Date());
    return { authorization: signedPath(url, this.certificate), 'aw-tenant-code': this.#tenantCode };
  }

  renew(): boolean {
    return false;
  }
}
