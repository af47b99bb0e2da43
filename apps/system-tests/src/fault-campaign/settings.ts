import { sealingKey, type Service, type Settings } from '../fixtures/service-processes.ts';

export interface Addresses {
  readonly postgres: string;
  readonly nats: string;
  readonly redis: string;
}

export interface Secrets {
  readonly digest: string;
  readonly master: string;
  readonly audit: string;
}

/** With short periods, so that what is to be healed within a minute shows in a campaign of minutes. */
export const settingsOf = (
  service: Service,
  { postgres, nats, redis }: Addresses,
  { digest, master, audit }: Secrets,
  issuer: string,
): Settings => {
  const of = {
    'token-admin': {
      TOKEN_ADMIN_HTTP_PORT: '0',
      TOKEN_ADMIN_HEALTH_PORT: '0',
      TOKEN_ADMIN_POSTGRES_URL: postgres,
      TOKEN_ADMIN_NATS_URL: nats,
      TOKEN_ADMIN_OIDC_ISSUER: issuer,
      TOKEN_ADMIN_MASTER_KEYS: master,
      TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: sealingKey,
      TOKEN_ADMIN_DIGEST_KEYS: digest,
      TOKEN_ADMIN_AUDIT_KEYS: audit,
      TOKEN_ADMIN_STOP_PAUSE_SECONDS: '0',
      TOKEN_ADMIN_REQUESTS_PER_MINUTE: '1000000',
      TOKEN_ADMIN_HEAL_INTERVAL_SECONDS: '5',
    },
    verifier: {
      VERIFIER_HEALTH_PORT: '0',
      VERIFIER_REDIS_URL: redis,
      VERIFIER_NATS_URL: nats,
      VERIFIER_DIGEST_KEYS: digest,
      VERIFIER_STOP_PAUSE_SECONDS: '0',
    },
    'mdm-push': {
      MDM_PUSH_HEALTH_PORT: '0',
      MDM_PUSH_POSTGRES_URL: postgres,
      MDM_PUSH_NATS_URL: nats,
      MDM_PUSH_MASTER_KEYS: master,
      MDM_PUSH_TOKEN_ADMIN_SEALING_KEY: sealingKey,
      MDM_PUSH_STOP_PAUSE_SECONDS: '0',
      MDM_PUSH_LEASE_SECONDS: '5',
      MDM_GATE_OUTBOUND_ALLOW: '127.0.0.0/8',
    },
  };
  return of[service];
};
