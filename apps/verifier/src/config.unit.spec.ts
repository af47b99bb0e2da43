import { digestKeys } from './fixtures/digest-keys.ts';
import { readConfig } from './config.ts';

const read = (settings: Readonly<Record<string, string>> = {}) =>
  readConfig({
    VERIFIER_REDIS_URL: 'redis://127.0.0.1:6379',
    VERIFIER_NATS_URL: 'nats://a:4222',
    VERIFIER_DIGEST_KEYS: digestKeys,
    ...settings,
  });

describe('the settings of the verifier', () => {
  it('keep it on this machine and on one NATS server unless they say otherwise', () => {
    expect(read()).toMatchObject({ health: { host: '127.0.0.1', port: 8082 }, streamReplicas: 1 });
  });

  it('may name several NATS servers, the replicas of streams and the host to listen on', () => {
    const cluster = 'nats://a:4222,nats://b:4222';
    const settings = {
      VERIFIER_NATS_URL: cluster,
      VERIFIER_STREAM_REPLICAS: '3',
      VERIFIER_HEALTH_HOST: '0.0.0.0',
    };
    expect(read(settings)).toMatchObject({
      natsUrl: cluster,
      streamReplicas: 3,
      health: { host: '0.0.0.0' },
    });
  });
});
