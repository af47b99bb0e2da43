import type { MdmConnection } from '@mdm-gate/contracts';
import { Select } from '../../components/field.tsx';

/** Which MDMs hand a token out. */
export const OneMdmOrAll = ({
  mdms,
  error,
}: {
  readonly mdms: readonly MdmConnection[];
  readonly error: string | undefined;
}) => (
  <Select
    label="For"
    name="connectionId"
    options={[
      { value: '', label: 'All MDMs of the organization' },
      ...mdms.map(({ connectionId, name }) => ({ value: connectionId, label: `Only ${name}` })),
    ]}
    error={error}
  />
);
