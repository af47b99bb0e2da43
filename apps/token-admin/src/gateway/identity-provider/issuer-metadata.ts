import { CodedError } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { fetchFromIssuer } from './fetch-from-issuer.ts';
import { issuerDifference } from './issuer-difference.ts';

/** OpenID Connect Discovery 1.0, section 3: what is used here, and whatever else the issuer says of itself. */
const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() }).catchall(z.json());
export type Metadata = z.infer<typeof metadataSchema>;

/** The issuer is another one than was configured: time does not mend that. */
export class WrongIssuer extends CodedError {}

const shownLengthMax = 256;

const requireIssuer = (configured: string, given: string): void => {
  if (given === configured) return;
  const difference = issuerDifference(configured, given);
  const calledItself = JSON.stringify(given.slice(0, shownLengthMax));
  throw new WrongIssuer(
    'dependency-unavailable',
    `The identity provider calls itself ${calledItself}, and not what TOKEN_ADMIN_OIDC_ISSUER says${difference === '' ? '' : `: ${difference}`}`,
  );
};

/** What the OpenID Connect issuer says of itself, asked once for all who need it. Nothing is fetched before the first one. */
export class IssuerMetadata {
  #found: Promise<Metadata> | undefined;

  constructor(private readonly issuer: string) {}

  /** Throws WrongIssuer, or whatever kept the issuer from answering; then the next one asks again. */
  async find(): Promise<Metadata> {
    this.#found ??= this.#discover();
    try {
      return await this.#found;
    } catch (error) {
      this.#found = undefined;
      throw error;
    }
  }

  /** OpenID Connect Discovery 1.0, section 4. */
  async #discover(): Promise<Metadata> {
    const address = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetchFromIssuer(address);
    if (!response.ok) throw new Error(`Discovery answered with status ${response.status}`);
    const metadata = metadataSchema.safeParse(await response.json());
    if (!metadata.success) throw new Error('The discovery document is not valid');
    requireIssuer(this.issuer, metadata.data.issuer);
    return metadata.data;
  }
}
