import { connect } from '@nats-io/transport-node';

/** The limit: a bare callback that answers a constant. */
const connection = await connect({ servers: process.env['BENCH_NATS_URL'] ?? '' });
const answer = JSON.stringify({
  decision: 'proceed',
  reason: 'token-active',
  enforced: true,
  tokenId: '0190b5a2-7c4e-7000-8000-000000000000',
  activeSetVersion: 1,
});
connection.subscribe('bench.bare', { callback: (_, message) => void message.respond(answer) });
await connection.flush();
process.stdout.write('ready\n');
