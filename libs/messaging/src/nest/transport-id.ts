/** Ties our decorators to our transport, so that another transport in the same application leaves them alone. */
export const natsTransport = Symbol('mdm-gate-nats');
