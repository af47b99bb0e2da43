import type { Provider } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { OidcVerifier } from '../oidc-verifier.ts';
import { IssuerMetadata } from './issuer-metadata.ts';
import { IssuerReadiness } from './issuer-readiness.ts';

/** Whose access tokens are believed, and how they say who may do what. */
export const identityProvider = (config: Config): Provider[] => {
  const options = {
    issuer: config.TOKEN_ADMIN_OIDC_ISSUER,
    audience: config.TOKEN_ADMIN_OIDC_AUDIENCE,
    rolesClaim: config.TOKEN_ADMIN_OIDC_ROLES_CLAIM,
    roleMap: config.TOKEN_ADMIN_OIDC_ROLE_MAP,
    tokenType: config.TOKEN_ADMIN_OIDC_TOKEN_TYPE,
    lifetimeMaxSeconds: config.TOKEN_ADMIN_OIDC_LIFETIME_MAX_SECONDS,
  };
  return [
    { provide: IssuerMetadata, useValue: new IssuerMetadata(options.issuer) },
    {
      provide: OidcVerifier,
      useFactory: (metadata: IssuerMetadata) => new OidcVerifier(options, metadata),
      inject: [IssuerMetadata],
    },
    IssuerReadiness,
  ];
};
