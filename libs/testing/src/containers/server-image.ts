/** The servers that containers are taken for: the others stand between us and them, and stay programs of this machine. */
const images = {
  postgres: { variable: 'MDM_GATE_TEST_POSTGRES_IMAGE', standard: 'postgres:17-alpine' },
  'redis-server': { variable: 'MDM_GATE_TEST_REDIS_IMAGE', standard: 'redis:7.4-alpine' },
  'nats-server': { variable: 'MDM_GATE_TEST_NATS_IMAGE', standard: 'nats:2.14-alpine' },
} as const;

export type ServerInContainer = keyof typeof images;

/** `binaries`, programs of this machine, unless `MDM_GATE_TEST_SERVERS` says `containers`. */
export const testServers = (): 'binaries' | 'containers' => {
  const wanted = process.env['MDM_GATE_TEST_SERVERS'] || 'binaries';
  if (wanted === 'binaries' || wanted === 'containers') return wanted;
  throw new Error(`MDM_GATE_TEST_SERVERS must be "binaries" or "containers", not "${wanted}"`);
};

/** The image that the server is taken from, by the variable of its kind. */
export const imageOf = (server: ServerInContainer): string => {
  const { variable, standard } = images[server];
  return process.env[variable] || standard;
};
