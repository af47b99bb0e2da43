import { Counter } from '@prometheus-io/client';

/**
 * `stored`: it confirmed a delivery. `not-awaited`: nobody waits for it. `proves-nothing`: the token is unknown, or may have
 * come from another connection. `older-set`: the token may have had another value. `too-early`: it is about what has not
 * come yet.
 */
export type Verdict = 'stored' | 'not-awaited' | 'proves-nothing' | 'older-set' | 'too-early';

export const sightings = new Counter({
  name: 'mdm_push_sightings_total',
  help: 'Devices that presented a token, by what that said about a delivery; one that is tried again counts each time',
  labelNames: ['verdict'],
});
