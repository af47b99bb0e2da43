import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { organizations, whoAmI } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table } from '../../components/table.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NewOrganization } from './new-organization.tsx';

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
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <Sheet>
              {items.length === 0 ? (
                <NothingYet mayCreate={mayCreate} />
              ) : (
                <Table
                  label="Organizations"
                  items={items}
                  keyOf={({ organizationId }) => organizationId}
                  columns={[
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
                  ]}
                />
              )}
              <ShowMore of={list} />
            </Sheet>
          );
        }}
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

const NothingYet = ({ mayCreate }: { readonly mayCreate: boolean }) =>
  mayCreate ? (
    <FirstSteps />
  ) : (
    <Empty title="No organization yet">
      Ask a platform administrator to create one, and your identity provider for a role in it.
    </Empty>
  );

export default OrganizationsPage;
