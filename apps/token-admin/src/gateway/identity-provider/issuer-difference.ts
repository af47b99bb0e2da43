const withoutSlash = (issuer: string): string => issuer.replace(/\/$/, '');

/** Both versions of Entra ID have an issuer of their own, and both answer for a tenant. */
const isEntraVersion1 = (issuer: string): boolean => issuer.startsWith('https://sts.windows.net/');

/** What is hard to see when two issuers differ, and what to do about it; empty when nothing is known. */
export const issuerDifference = (configured: string, given: string): string => {
  if (withoutSlash(configured) === withoutSlash(given)) return 'they differ in the slash at the end';
  if (isEntraVersion1(given))
    return configured.endsWith('/v2.0')
      ? "it is version 1 of Entra ID: set requestedAccessTokenVersion to 2 in the application's manifest"
      : 'it is version 1 of Entra ID: the issuer of version 2 ends in /v2.0';
  if (given.includes('{tenantid}')) return 'Entra ID must be asked by the id of the tenant';
  return '';
};
