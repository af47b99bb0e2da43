import { openPkcs12 } from './open-pkcs12.ts';
import { tryPropertyList } from './try-property-list.ts';

/** What the isolated readers do: functions of plain data, as nothing else passes into a worker thread. */
export const tasks = { openPkcs12, tryPropertyList, beReady: (): true => true };

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0];
export type TaskResult<Name extends TaskName> = ReturnType<Tasks[Name]>;
