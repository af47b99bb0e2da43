/** What OpenSSL, Node.js and the clients say when no encrypted connection comes about, and what an operator is to know. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired'],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'its certificate is for another host'],
  [
    /^(?:UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)$/,
    'its certificate is of an authority that is not known here',
  ],
  [
    /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(?:EXPIRED|REVOKED|UNKNOWN)|UNSUPPORTED_CERTIFICATE|DECRYPT_ERROR)/,
    'it refuses our certificate, or that we have none',
  ],
  [/ALERT_CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE/, 'it wants a certificate of ours'],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/, 'it does not speak TLS'],
  [
    /^ERR_OSSL_|^ERR_SSL_(?:NO_START_LINE|BAD_)|^ERR_CRYPTO_/,
    'our certificate, its key or the authorities are no valid PEM',
  ],
];

const plaintext = /does not support (?:'tls'|SSL)|'tls' is not available/;

/** Why no encrypted connection came about, in words that hold no address and no secret; undefined for other trouble. */
export const tlsTroubleOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if (plaintext.test(textIn(error, 'message'))) return 'it does not speak TLS';
  const code = textIn(error, 'code');
  const known = words.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return known[1];
  return 'cause' in error ? tlsTroubleOf(error.cause) : undefined;
};

const textIn = (error: object, name: 'message' | 'code'): string => {
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === 'string' ? value : '';
};
