export const issuerTimeoutMs = 5_000;

/** What stands behind the issuer's address is what was configured, not what somebody leads on to. */
export const fetchFromIssuer = (
  url: string | URL,
  options: Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'> = {},
): Promise<Response> =>
  fetch(url, { signal: AbortSignal.timeout(issuerTimeoutMs), ...options, redirect: 'error' });
