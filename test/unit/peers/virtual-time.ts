/** A clock that stands still while anything can go on, and then jumps to the first sleeper's time. */
export interface VirtualTime {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** What the work gives, with time moved on whenever it waits. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

export function virtualTime(startMs = Date.UTC(2026, 10, 26, 12)): VirtualTime {
  let at = startMs;
  const sleepers: { readonly wakeAt: number; readonly wake: () => void }[] = [];
  return {
    now: () => at,
    sleep: (ms) => new Promise((wake) => sleepers.push({ wakeAt: at + ms, wake })),
    async run(work) {
      const state = { isOver: false };
      const done = work.finally(() => {
        state.isOver = true;
      });
      done.catch(() => undefined);
      while (!state.isOver) {
        // Everything that can go on without time passing does so first.
        for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        const next = sleepers.sort((a, b) => a.wakeAt - b.wakeAt).shift();
        if (next === undefined) break;
        at = Math.max(at, next.wakeAt);
        next.wake();
      }
      return done;
    },
  };
}
