import type { AuditEvent } from '../app/events.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const weight: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };
const repaintMs = 100;

/**
 * Progress on standard error: one line that is repainted on a terminal; in CI plain lines, one for each stage and
 * region. Gives the handler of the audit's events and `end`, which leaves a clean line behind.
 */
export function progressTo(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  options: { readonly level: LogLevel },
): { event: (event: AuditEvent) => void; end: () => void } {
  const isAnimated = stream.isTTY && options.level === 'info';
  const seen = { reads: 0, calls: 0, facts: 0, throttled: 0, stage: 'starting' };
  let painted = 0;
  const say = (level: LogLevel, text: string): void => {
    if (weight[level] > weight[options.level]) return;
    if (isAnimated) stream.write('\r\u001b[2K');
    stream.write(`${text}\n`);
  };
  const paint = (isForced: boolean): void => {
    const now = performance.now();
    if (!isAnimated || (!isForced && now - painted < repaintMs)) return;
    painted = now;
    const throttled = seen.throttled > 0 ? `, throttled ${seen.throttled}×` : '';
    stream.write(
      `\r\u001b[2K${seen.stage}: ${seen.reads} reads, ${seen.calls} calls, ${seen.facts} resources${throttled}`,
    );
  };
  return {
    event(event) {
      switch (event.type) {
        case 'stage':
          seen.stage = event.stage;
          if (!isAnimated) say('info', event.detail === '' ? event.stage : `${event.stage}: ${event.detail}`);
          paint(true);
          return;
        case 'call':
          seen.calls += 1;
          say('debug', `call ${event.text}`);
          paint(false);
          return;
        case 'throttled':
          seen.throttled += 1;
          say('debug', `throttled ${event.text}`);
          paint(false);
          return;
        case 'read-ended':
          seen.reads += 1;
          if (event.problem !== null) say('warn', event.problem);
          paint(false);
          return;
        case 'resource':
          seen.facts += 1;
          paint(false);
          return;
      }
    },
    end() {
      if (isAnimated) stream.write('\r\u001b[2K');
    },
  };
}
