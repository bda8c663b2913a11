import { randomUUID } from 'node:crypto';

const maxTasks = 500;

/** The diagnosis tasks of this process, the oldest forgotten first. */
export function createTasks() {
  const tasks = new Map();
  return {
    add(wish) {
      const task = { ...wish, id: randomUUID(), status: 'processing', stage: 'init', progress: 0 };
      tasks.set(task.id, task);
      if (tasks.size > maxTasks) tasks.delete(tasks.keys().next().value);
      return task;
    },
    find: (id) => tasks.get(id),
  };
}
