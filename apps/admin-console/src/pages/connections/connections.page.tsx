import type { Delivery, MdmConnection } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { connections, deliveries, vendorForms } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { PageHead, Sheet, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { useLive } from '../../live/use-live.ts';
import { useMay } from '../../session/rights.ts';
import { useNewForm } from '../new-form.ts';
import { useOrganizationId } from '../organization-id.ts';
import { AddConnection } from './add-connection.tsx';
import { ConnectionCard } from './connection-card.tsx';

const ConnectionsPage = () => {
  const organizationId = useOrganizationId();
  useLive(organizationId);
  const list = useQuery(connections(organizationId));
  const arrived = useQuery(deliveries(organizationId));
  const form = useNewForm();
  const mayAdd = useMay(organizationId, 'administrator');
  return (
    <>
      <PageHead
        title="Connections"
        question="Is each MDM all right?"
        actions={
          <OnlyFor role="administrator" to="connect an MDM">
            <Button look="primary" onClick={form.open}>
              Connect an MDM
            </Button>
          </OnlyFor>
        }
      />
      <Loaded query={list}>
        {(items) => <Loaded query={arrived}>{(known) => <Cards items={items} arrived={known} />}</Loaded>}
      </Loaded>
      {form.isOpen && mayAdd && <AddConnection onClose={form.close} />}
    </>
  );
};

const Cards = ({
  items,
  arrived,
}: {
  readonly items: readonly MdmConnection[];
  readonly arrived: readonly Delivery[];
}) => {
  const forms = useQuery(vendorForms);
  if (items.length === 0)
    return (
      <Sheet>
        <Empty title="No MDM yet">
          Connect the MDM that manages your devices. Tokens are then written into it by themselves, and you
          see them arrive.
        </Empty>
      </Sheet>
    );
  // A card has its height only with all that it says: what stands below would move.
  return (
    <Loaded query={forms}>
      {({ items: vendors }) => (
        <Stack>
          {items.map((connection) => (
            <ConnectionCard
              key={connection.connectionId}
              connection={connection}
              vendor={vendors.find(({ vendor }) => vendor === connection.vendor)?.name ?? connection.vendor}
              deliveries={arrived.filter(({ connectionId }) => connectionId === connection.connectionId)}
            />
          ))}
        </Stack>
      )}
    </Loaded>
  );
};

export default ConnectionsPage;
