import type { Rotation } from '@mdm-gate/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rotations } from '../../api/rotations.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { isOpen, rotationStateWords } from '../../words/rotations.ts';
import { useLive } from '../../live/use-live.ts';
import { useMay } from '../../session/rights.ts';
import { useNewForm } from '../new-form.ts';
import { useOrganizationId } from '../organization-id.ts';
import { RotationView } from './rotation-view.tsx';
import { StartRotation } from './start-rotation.tsx';

/** What is under way, whole; what was before, as a list. */
const RotationsPage = () => {
  const organizationId = useOrganizationId();
  useLive(organizationId);
  const list = useInfiniteQuery(rotations(organizationId));
  const isTurning = list.data?.pages.some((page) => page.items.some((each) => isOpen(each))) === true;
  const form = useNewForm();
  const mayStart = useMay(organizationId, 'administrator');
  return (
    <>
      <PageHead
        title="Rotation"
        question="How far is it, and is it safe to go on?"
        actions={
          <OnlyFor role="administrator" to="start a rotation and decide on it">
            <Button look={isTurning ? 'plain' : 'primary'} onClick={form.open}>
              Start a rotation
            </Button>
          </OnlyFor>
        }
      />
      <Loaded query={list}>
        {({ pages }) => <All items={pages.flatMap((page) => page.items)} organizationId={organizationId} />}
      </Loaded>
      <ShowMore of={list} label="Show older rotations" />
      {form.isOpen && mayStart && <StartRotation onClose={form.close} />}
    </>
  );
};

const All = ({
  items,
  organizationId,
}: {
  readonly items: readonly Rotation[];
  readonly organizationId: string;
}) => {
  const open = items.filter((each) => isOpen(each));
  const earlier = <Earlier items={items.filter((each) => !isOpen(each))} organizationId={organizationId} />;
  return (
    <>
      {open.length === 0 && <NothingUnderWay />}
      {open.reduceRight(
        (below, { rotationId }) => (
          <RotationView key={rotationId} rotationId={rotationId}>
            {below}
          </RotationView>
        ),
        earlier,
      )}
    </>
  );
};

const NothingUnderWay = () => (
  <Sheet>
    <Empty title="No rotation is under way">
      A rotation replaces the tokens by a new one without locking anybody out: the new token is written into
      the MDMs, devices take it up while the old one still counts, and the old one is revoked when you see
      that they have.
    </Empty>
  </Sheet>
);

const columns = (organizationId: string): readonly Column<Rotation>[] => [
  {
    head: 'Rotation',
    names: true,
    cell: ({ label, rotationId }) => (
      <Link to="/organizations/$organizationId/rotations/$rotationId" params={{ organizationId, rotationId }}>
        <bdi>{label}</bdi>
      </Link>
    ),
  },
  {
    head: 'State',
    cell: ({ state }) => (
      <State tone={rotationStateWords[state].tone}>{rotationStateWords[state].word}</State>
    ),
  },
  { head: 'Started', cell: ({ startedAt }) => <Instant at={startedAt} /> },
  { head: 'Ended', cell: ({ endedAt }) => endedAt !== null && <Instant at={endedAt} /> },
];

const Earlier = ({
  items,
  organizationId,
}: {
  readonly items: readonly Rotation[];
  readonly organizationId: string;
}) =>
  items.length > 0 && (
    <Sheet title="Earlier ones">
      <Table
        label="Earlier rotations"
        items={items}
        keyOf={({ rotationId }) => rotationId}
        columns={columns(organizationId)}
      />
    </Sheet>
  );

export default RotationsPage;
