import type { Drawing } from './panels.ts';

export const changes: readonly Drawing[] = [
  {
    title: 'Not in effect for',
    description:
      'The age of the oldest revocation, other change, and act of another service that is under way.',
    unit: 's',
    queries: [['max by (kind) (operations_oldest_seconds)', '{{kind}}']],
  },
  {
    title: 'Outbox',
    description: 'The age of the oldest committed event that JetStream does not have.',
    unit: 's',
    queries: [['max by (job) (outbox_oldest_seconds)', '{{job}}']],
  },
  {
    title: 'Events handled',
    description: 'By how it ended; parked ones were given up on.',
    unit: 'cps',
    queries: [['sum by (job, outcome) (rate(messaging_events_total[1m]))', '{{job}}: {{outcome}}']],
  },
  {
    title: 'Deliveries by state',
    description: 'Connection and platform; drifted and blocked ones need somebody.',
    unit: 'short',
    queries: [['max by (state) (mdm_push_deliveries)', '{{state}}']],
  },
  {
    title: 'Turns at deliveries',
    description: 'By how they ended.',
    unit: 'cps',
    queries: [['sum by (outcome) (rate(mdm_push_turns_total[5m]))', '{{outcome}}']],
  },
  {
    title: 'Rotations',
    description: 'That have not ended; held ones wait for a person.',
    unit: 'short',
    queries: [['max by (state) (token_admin_open_rotations)', '{{state}}']],
  },
  {
    title: 'Tokens that expire',
    description: 'Within so many days; 0: have expired.',
    unit: 'short',
    queries: [['max by (within_days) (mdm_tokens_expiring)', '{{within_days}} days']],
  },
  {
    title: 'Certificates end in',
    description: 'Those of MDM connections that end first, within 30 days; 0: have ended.',
    unit: 's',
    queries: [
      [
        'bottomk(5, clamp_min(mdm_push_certificate_expires_in_seconds, 0))',
        '{{connection_id}} {{item}} {{platform}}',
      ],
    ],
    nothing: 'None ends within 30 days',
  },
  {
    title: 'Sightings',
    description: 'What devices that presented a token said about a delivery.',
    unit: 'cps',
    queries: [['sum by (verdict) (rate(mdm_push_sightings_total[5m]))', '{{verdict}}']],
  },
];
