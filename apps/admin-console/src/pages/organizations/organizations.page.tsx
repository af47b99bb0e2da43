import type { createOrganizationRoute } from '@mdm-gate/contracts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { organizations, whoAmI } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { textIn } from '../../components/form-text.ts';
import { TextField } from '../../components/field.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table } from '../../components/table.tsx';
import { FirstSteps } from './first-steps.tsx';

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

const NewOrganization = ({ onClose }: { readonly onClose: () => void }) => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (body: { organizationId: string; name: string }) =>
      call<typeof createOrganizationRoute>({ method: 'POST', path: '/organizations', body }),
    onSuccess: async ({ body: { organizationId } }) => {
      await queries.invalidateQueries({ queryKey: ['organizations'] });
      await navigate({ to: '/organizations/$organizationId/set-up', params: { organizationId } });
    },
  });
  const issue = (path: string) => (isApiProblem(create.error) ? create.error.issueOf(path) : undefined);
  return (
    <Dialog title="New organization" onClose={onClose}>
      <DialogForm
        act="Create"
        error={create.error}
        busy={create.isPending}
        onCancel={onClose}
        onSubmit={(form) => {
          create.mutate({ organizationId: textIn(form, 'organizationId'), name: textIn(form, 'name') });
        }}
      >
        <TextField label="Name" name="name" required maxLength={120} error={issue('name')} />
        <TextField
          label="Id"
          name="organizationId"
          required
          pattern="[a-z0-9][a-z0-9\-]{1,62}"
          hint="Small letters, digits and hyphens, such as acme-europe. Services name the organization by it; it stays for good."
          error={issue('organizationId')}
        />
      </DialogForm>
    </Dialog>
  );
};

export default OrganizationsPage;
