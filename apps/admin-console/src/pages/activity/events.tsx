import type { AuditEvent } from '@mdm-gate/contracts';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { Soft, Stack } from '../../components/layout.tsx';
import { State } from '../../components/notice.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { actionWord } from '../../words/actions.ts';
import { outcomeWords } from '../../words/outcomes.ts';
import { actsIn, type Act } from './acts.ts';

const columns: readonly Column<Act>[] = [
  {
    head: 'What',
    names: true,
    cell: ({ event: { action, outcome } }) => (
      <>
        {actionWord(action)}{' '}
        {outcome !== 'allowed' && (
          <State tone={outcomeWords[outcome].tone}>{outcomeWords[outcome].word}</State>
        )}
      </>
    ),
  },
  {
    head: 'Who',
    cell: ({ event: { actor } }) => (
      <bdi>{actor.type === 'service' ? `${actor.id} (service)` : actor.id}</bdi>
    ),
  },
  { head: 'When', cell: ({ event: { occurredAt } }) => <Instant at={occurredAt} /> },
  { head: 'Details', cell: (act) => <Details act={act} /> },
];

/** What happened, newest first. */
export const Events = ({ items }: { readonly items: readonly AuditEvent[] }) =>
  items.length === 0 ? (
    <Empty title="Nothing of that kind">Nobody did anything that fits the filter.</Empty>
  ) : (
    <Table
      label="What happened"
      items={actsIn(items)}
      keyOf={({ event: { sequence } }) => String(sequence)}
      columns={columns}
      speaksForItself
    />
  );

const Details = ({
  act: {
    event: { before, after, sourceAddress, correlationId, sequence },
    begun,
  },
}: {
  readonly act: Act;
}) => (
  <details>
    <summary>Number {sequence}</summary>
    <Stack tight>
      {begun !== null && (
        <Soft>
          Begun <Instant at={begun.occurredAt} />, as number {begun.sequence}.
        </Soft>
      )}
      {before !== null && <code>before: {JSON.stringify(before)}</code>}
      {after !== null && <code>after: {JSON.stringify(after)}</code>}
      <Soft>{`${sourceAddress === null ? '' : `from ${sourceAddress} · `}${correlationId}`}</Soft>
    </Stack>
  </details>
);
