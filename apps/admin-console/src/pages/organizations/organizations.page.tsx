import type { listOrganizationsRoute } from '@mdm-gate/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyOf } from '../../api/call.ts';
import { organizations, whoAmI } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NewOrganization } from './new-organization.tsx';

type Organization = BodyOf<typeof listOrganizationsRoute>['items'][number];

const OrganizationsPage = () => {
  const list = useInfiniteQuery(organizations);
  const me = useQuery(whoAmI).data;
  const [creating, setCreating] = useState(false);
  const mayCreate = me?.isPlatformAdministrator === true;
  const create = mayCreate && (
    <Button
      look="primary"
      onClick={() => {
        setCreating(true);
      }}
    >
      New organization
    </Button>
  );
  return (
    <>
      <PageHead title="Organizations" question="Those that you have a role in." actions={create} />
      <Loaded query={list}>
        {({ pages }) => (
          <Sheet>
            <Found items={pages.flatMap((page) => page.items)} mayCreate={mayCreate} />
            <ShowMore of={list} />
          </Sheet>
        )}
      </Loaded>
      {creating && (
        <NewOrganization
          onClose={() => {
            setCreating(false);
          }}
        />
      )}
    </>
  );
};

const columns: readonly Column<Organization>[] = [
  {
    head: 'Name',
    names: true,
    cell: ({ organizationId, name }) => (
      <Link to="/organizations/$organizationId" params={{ organizationId }}>
        {name}
      </Link>
    ),
  },
  { head: 'Id', cell: ({ organizationId }) => <code>{organizationId}</code> },
  { head: 'Created', cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

const Found = ({
  items,
  mayCreate,
}: {
  readonly items: readonly Organization[];
  readonly mayCreate: boolean;
}) =>
  items.length === 0 ? (
    <NothingYet mayCreate={mayCreate} />
  ) : (
    <Table
      label="Organizations"
      items={items}
      keyOf={({ organizationId }) => organizationId}
      columns={columns}
    />
  );

const NothingYet = ({ mayCreate }: { readonly mayCreate: boolean }) =>
  mayCreate ? (
    <FirstSteps />
  ) : (
    <Empty title="No organization yet">
      Ask a platform administrator to create one, and your identity provider for a role in it.
    </Empty>
  );

export default OrganizationsPage;
