import { Unreadable } from './unreadable.ts';
import { tasks, type TaskName } from './tasks.ts';

/** One task of a worker thread. What cannot be read is a value: errors of other kinds are ours. */
export default (task: { readonly name: TaskName; readonly input: never }): unknown => {
  try {
    return { result: tasks[task.name](task.input) };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.message };
    throw error;
  }
};
