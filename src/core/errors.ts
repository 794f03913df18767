/**
 * Every error that a user can meet, in one table: its exit code, what it means and what to do next.
 * docs/errors.md is held to it in both directions by test/contract/errors.test.ts.
 */
export const errorTable = {
  PREPAY_CONFIG_INVALID: { exit: 2, means: 'The configuration file has an unknown key or a value of the wrong type.' },
  PREPAY_CONFIG_UNREADABLE: { exit: 2, means: 'The configuration file is missing, empty, unreadable or not YAML.' },
  PREPAY_DISK_FULL: { exit: 4, means: 'The file system that holds the evidence has no space left.' },
  PREPAY_INTERNAL: { exit: 4, means: 'A mistake of ours.' },
  PREPAY_INTERRUPTED: { exit: 130, means: 'The run was interrupted; nothing was sealed.' },
  PREPAY_KEY_INVALID: { exit: 2, means: 'The key file is no private or public key of a supported type.' },
  PREPAY_KEY_PERMISSIONS: { exit: 2, means: 'The private key file can be read by others.' },
  PREPAY_NO_CREDENTIALS: { exit: 2, means: 'No source can be read, since no credentials were found.' },
  PREPAY_NOT_BUILT: {
    exit: 2,
    means: 'The flag or configuration key names a feature that this version does not have.',
  },
  PREPAY_NOTHING_TO_RESUME: { exit: 2, means: 'The output folder holds no run that was cut short.' },
  PREPAY_NOTIFY_FAILED: { exit: 4, means: 'A target of notify could not be told of the drift.' },
  PREPAY_NUMBER_TOO_LARGE: { exit: 4, means: 'An answer holds an integer past 2^53, which JSON cannot carry exactly.' },
  PREPAY_OUTPUT_EXISTS: { exit: 2, means: 'The output is already there; nothing is overwritten.' },
  PREPAY_OUTPUT_LOCKED: { exit: 2, means: 'Another run is writing to the same output folder.' },
  PREPAY_OUTPUT_NOT_WRITABLE: { exit: 2, means: 'The output folder cannot be created or written.' },
  PREPAY_PACK_INVALID: { exit: 1, means: 'The pack does not verify.' },
  PREPAY_PACK_NOT_FOUND: { exit: 2, means: 'There is no pack at that path.' },
  PREPAY_READ_CONNECTION: { exit: 3, means: 'The source could not be reached or cut the connection.' },
  PREPAY_READ_DENIED: { exit: 3, means: 'The source refused the read to these credentials.' },
  PREPAY_READ_EXPIRED: { exit: 3, means: 'The credentials had expired.' },
  PREPAY_READ_MALFORMED: { exit: 3, means: 'The source answered something that is not its documented answer.' },
  PREPAY_READ_REFUSED: { exit: 3, means: 'The source called the request invalid.' },
  PREPAY_READ_REGION_DISABLED: { exit: 3, means: 'The region is not enabled for the account.' },
  PREPAY_READ_SERVER_ERROR: { exit: 3, means: 'The source kept answering with errors of its own.' },
  PREPAY_READ_THROTTLED: { exit: 3, means: 'The source kept throttling until the retries were spent.' },
  PREPAY_READ_TIME_OUT: { exit: 3, means: 'The source did not answer within the time limit.' },
  PREPAY_REPLAY_MISS: { exit: 1, means: 'The recording lacks a read that the audit makes.' },
  PREPAY_REPLAY_NOT_PERFORMED: {
    exit: 3,
    means: 'The pack was made by another version of the tool, so its verdicts were not re-performed.',
  },
  PREPAY_RESUME_REFUSED: {
    exit: 2,
    means: 'The run that was cut short is another one than this command asks for, or too long ago.',
  },
  PREPAY_SECRET_IN_OUTPUT: {
    exit: 4,
    means: 'A card number or secret turned up in rendered output; it was not written.',
  },
  PREPAY_SIGNER_FAILED: { exit: 4, means: 'The program or service that holds the key did not sign.' },
  PREPAY_TEMPLATE_INVALID: { exit: 2, means: 'A template of the house cannot be rendered.' },
  PREPAY_TIME_STAMP_FAILED: { exit: 4, means: 'The time-stamping authority gave no time stamp that holds.' },
  PREPAY_UNKNOWN_CONTROL: { exit: 2, means: 'No control has that id, or the pattern matches none.' },
  PREPAY_UNKNOWN_FORMAT: { exit: 2, means: 'No report has that format.' },
  PREPAY_UNKNOWN_FRAMEWORK: { exit: 2, means: 'No framework has that id.' },
  PREPAY_UNKNOWN_ORGANIZATION: { exit: 2, means: 'No organization has that name.' },
  PREPAY_UNKNOWN_REGION: { exit: 2, means: 'No region has that name.' },
  PREPAY_UNKNOWN_REPOSITORY: { exit: 2, means: 'No repository has that name, or the pattern matches none.' },
  PREPAY_USAGE: { exit: 2, means: 'The command line is not understood.' },
  PREPAY_WRONG_ACCOUNT: { exit: 2, means: 'The credentials belong to another account than the configuration names.' },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4 | 130; means: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error of the table: `message` names the object and expected against got, `next` what to do. */
export class PrepayError extends Error {
  override readonly name = 'PrepayError';
  readonly code: ErrorCode;
  readonly next: string;

  constructor(code: ErrorCode, message: string, next: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.next = next;
  }

  get exit(): number {
    return errorTable[this.code].exit;
  }
}
