import { isIP } from 'node:net';

const isNumber = (value: string): boolean => /^\d{1,5}$/.test(value);
const isAddress = (value: string): boolean => isIP(value) !== 0;
const isServiceUrl = (value: string): boolean => /^(?:tcp|udp|sctp):\/\/[^\s/?#@]+:\d{1,5}$/.test(value);

/** How a variable is named, and what its value looks like. */
const forms: readonly (readonly [RegExp, (value: string) => boolean])[] = [
  [/_SERVICE_HOST$/, isAddress],
  [/_SERVICE_PORT(?:_[A-Z0-9_]+)?$/, isNumber],
  [/_PORT(?:_\d+_(?:TCP|UDP|SCTP))?$/, isServiceUrl],
  [/_PORT_\d+_(?:TCP|UDP|SCTP)_PROTO$/, (value) => /^(?:tcp|udp|sctp)$/.test(value)],
  [/_PORT_\d+_(?:TCP|UDP|SCTP)_PORT$/, isNumber],
  [/_PORT_\d+_(?:TCP|UDP|SCTP)_ADDR$/, isAddress],
];

/**
 * Whether Kubernetes, or Docker with its links, may have put this variable there: for a Service called `verifier` it adds
 * `VERIFIER_SERVICE_HOST`, `VERIFIER_PORT_8082_TCP` and others to every container of the namespace. They say nothing to us.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export const isServiceLink = (name: string, value: string): boolean =>
  forms.some(([form, looksRight]) => form.test(name) && looksRight(value));
