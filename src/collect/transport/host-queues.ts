import pLimit from 'p-limit';

/** Runs a task when fewer than `concurrency` of its host's are under way. */
export type HostQueue = <T>(host: string, task: () => Promise<T>) => Promise<T>;

/** Bounded concurrency for each host by itself: a slow region holds up no other. */
export function hostQueues(concurrency: number): HostQueue {
  const limits = new Map<string, ReturnType<typeof pLimit>>();
  return async (host, task) => {
    const limit = limits.get(host) ?? pLimit(concurrency);
    limits.set(host, limit);
    return limit(task);
  };
}
