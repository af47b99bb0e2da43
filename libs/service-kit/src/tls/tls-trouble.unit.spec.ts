import { tlsTroubleOf } from './tls-trouble.ts';

const errorWith = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('what an operator is told of a connection that is not encrypted', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
    ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is of an authority that is not known here'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is of an authority that is not known here'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'it refuses our certificate, or that we have none'],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'it refuses our certificate, or that we have none'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'it wants a certificate of ours'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak TLS'],
    ['ERR_OSSL_PEM_NO_START_LINE', 'our certificate, its key or the authorities are no valid PEM'],
  ])('%s: %s', (code, words) => {
    expect(tlsTroubleOf(errorWith(code))).toBe(words);
    expect(tlsTroubleOf(new Error('wrapped', { cause: errorWith(code) }))).toBe(words);
  });

  it.each(["server does not support 'tls'", 'The server does not support SSL connections'])(
    'a server without TLS: %s',
    (message) => {
      expect(tlsTroubleOf(new Error(message))).toBe('it does not speak TLS');
    },
  );

  it.each([errorWith('ECONNREFUSED'), new Error('anything'), 'a text', null, undefined])(
    'nothing of other trouble: %s',
    (error) => {
      expect(tlsTroubleOf(error)).toBeUndefined();
    },
  );
});
