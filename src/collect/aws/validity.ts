import type { ReadError } from '../../core/read.js';

/** Whether the credentials of a run are still good. */
export interface Validity {
  /** Notes that a call was answered. */
  accepted(): void;
  /** Whether the error says that the credentials have run out, and others were to be had. */
  mend(error: ReadError): Promise<boolean>;
  /** The error of every further call, once it is plain that the credentials have run out; null until then. */
  spent(): ReadError | null;
}

/** One such answer may be a mistake of the service; after so many in a row every further call would get the same. */
const answersToBelieve = 3;

/** `renew` says whether other credentials came than before. */
export function validityOf(renew: () => Promise<boolean>): Validity {
  let inARow = 0;
  let last: ReadError | null = null;
  let renewal: Promise<boolean> | null = null;
  return {
    accepted() {
      inARow = 0;
    },
    async mend(error) {
      if (!hasRunOut(error)) return false;
      // Calls that were under way together have it done once.
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      if (await renewal) {
        inARow = 0;
        return true;
      }
      inARow += 1;
      last = error;
      return false;
    },
    spent: () =>
      last === null || inARow < answersToBelieve
        ? null
        : { ...last, message: `the credentials had run out before: ${last.message}` },
  };
}

/** `RequestExpired` is about the clock of the request, not about the credentials. */
function hasRunOut({ class: errorClass, code }: ReadError): boolean {
  return errorClass === 'expired-token' && code !== 'RequestExpired';
}
