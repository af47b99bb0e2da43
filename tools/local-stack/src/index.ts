export * from './nats-users/nats-users.ts';
export { sealingKeyOf } from './nats-users/sealing-key.ts';
