import { Select, TextField } from '../../components/field.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { actions } from '../../words/actions.ts';
import { outcomeWords } from '../../words/outcomes.ts';
import { whoIn, whoWords, type ActivityFilter } from './activity-filter.ts';

const optionsOf = (words: readonly (readonly [string, string])[]) => [
  { value: '', label: 'All' },
  ...words.map(([value, label]) => ({ value, label })),
];

const fields = [
  ['actorId', 'Who, by id', 'search'],
  ['subjectId', 'About, by id', 'search'],
  ['from', 'From', 'date'],
  ['to', 'To', 'date'],
] as const;

/** What the trail is narrowed by. */
export const ActivityFilterBar = ({
  filter,
  onChange,
}: {
  readonly filter: ActivityFilter;
  readonly onChange: (changed: Readonly<Record<string, string>>) => void;
}) => (
  <FilterBar>
    <Select
      label="Who"
      value={whoIn(filter)}
      onChange={(event) => {
        onChange({ who: event.target.value });
      }}
      options={Object.entries(whoWords).map(([value, label]) => ({ value, label }))}
    />
    <Select
      label="What"
      value={filter.action ?? ''}
      onChange={(event) => {
        onChange({ action: event.target.value });
      }}
      options={optionsOf(Object.entries(actions))}
    />
    <Select
      label="Came to"
      value={filter.outcome ?? ''}
      onChange={(event) => {
        onChange({ outcome: event.target.value });
      }}
      options={optionsOf(Object.entries(outcomeWords).map(([value, { word }]) => [value, word]))}
    />
    {fields.map(([name, label, type]) => (
      <TextField
        key={name}
        label={label}
        type={type}
        defaultValue={filter[name] ?? ''}
        onChange={(event) => {
          onChange({ [name]: event.target.value });
        }}
      />
    ))}
  </FilterBar>
);
